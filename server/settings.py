"""Settings of the process: typed, with a default and a sentence each, wrong ones stop the start."""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server.origins import normalised


class Misconfigured(Exception):
    """The start must stop; the message says in one line what to do."""


def sqlite_url(data: Path) -> str:
    """Of the database in a folder, which is made if it is not there."""
    data.mkdir(parents=True, exist_ok=True)
    return f"sqlite+aiosqlite:///{data / 'chat-butler.db'}"


class Settings(BaseSettings):
    """Read from the environment (CHAT_BUTLER_…); options of `chat-butler serve` win."""

    model_config = SettingsConfigDict(env_prefix="CHAT_BUTLER_", frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data: Path = Field(Path("data"), description="Folder of the SQLite database.")
    database_url: str | None = Field(None, description="postgresql://… instead of SQLite.")
    redis_url: str | None = Field(None, description="redis://… joins several nodes on one PostgreSQL.")
    public_url: str | None = Field(None, description="Where people reach it, if behind a proxy.")
    trusted_proxies: int = Field(0, ge=0, le=10, description="How many proxies before it are yours.")
    metrics_public: bool = Field(False, description="Serve /metrics to others than loopback.")
    visitor_burst: int = Field(20, ge=1, description="Commands that a visitor may send at once.")
    visitor_rate: float = Field(5, gt=0, description="Commands a second that a visitor may go on sending.")
    agent_burst: int = Field(100, ge=1, description="Commands that an agent may send at once.")
    agent_rate: float = Field(20, gt=0, description="Commands a second that an agent may go on sending.")
    log_level: str = Field("info", description="debug, info, warning or error.")

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, url: str | None) -> str | None:
        return None if url is None else normalised(url)

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis:// or rediss://")
        return url

    @property
    def database(self) -> str:
        return self.database_url or sqlite_url(self.data)

    @property
    def is_loopback(self) -> bool:
        return self.host in ("127.0.0.1", "::1", "localhost")


def settings(**given: Any) -> Settings:  # noqa: ANN401  (options of the command line)
    """The environment's, and over them what was given. Raises Misconfigured, in one line."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as problem:
        first = problem.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        option = f"--{name.replace('_', '-')} (or CHAT_BUTLER_{name.upper()})"
        raise Misconfigured(f"{option}: {first['msg'].removeprefix('Value error, ')}") from None
