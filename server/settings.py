"""Settings of the process: typed, with a default and a sentence each, wrong ones stop the start."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server.core.letters import one_address
from server.origins import normalised
from server.smtp_url import SmtpServer, smtp_server


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
    reports_folder: Path | None = Field(
        None,
        description="Folder of the copy that figures are made of: beside the SQLite database, or in the"
        " user's cache. It may be thrown away.",
    )
    reports_memory: int = Field(
        512, ge=64, description="MiB of that copy that the reporting process keeps in memory."
    )
    redis_url: str | None = Field(None, description="redis://… joins several nodes on one PostgreSQL.")
    public_url: str | None = Field(None, description="Where people reach it, if behind a proxy.")
    trusted_proxies: int = Field(0, ge=0, le=10, description="How many proxies before it are yours.")
    metrics_public: bool = Field(False, description="Serve /metrics to others than loopback.")
    visitor_burst: int = Field(20, ge=1, description="Commands that a visitor may send at once.")
    visitor_rate: float = Field(5, gt=0, description="Commands a second that a visitor may go on sending.")
    address_burst: int = Field(200, ge=1, description="The same of all visitors behind one address.")
    address_rate: float = Field(
        50, gt=0, description="The same of all visitors behind one address, a second."
    )
    address_connections: int = Field(50, ge=1, description="Visitors' connections from one address at once.")
    connect_burst: int = Field(
        100, ge=1, description="How often visitors of one address may connect at once."
    )
    connect_rate: float = Field(5, gt=0, description="How often a second they may go on connecting.")
    connects_at_once: int = Field(32, ge=1, description="Visitors let in at the same time; others queue.")
    agent_burst: int = Field(100, ge=1, description="Commands that an agent may send at once.")
    agent_rate: float = Field(20, gt=0, description="Commands a second that an agent may go on sending.")
    join_timeout: float = Field(10, gt=0, description="Seconds to say who one is, on a new connection.")
    header_timeout: float = Field(15, gt=0, description="Seconds for the head of a request.")
    body_timeout: float = Field(30, gt=0, description="Seconds without a byte, while a body is on its way.")
    idle_timeout: float = Field(75, gt=0, description="Seconds between two requests on one connection.")
    smtp_url: SecretStr | None = Field(
        None, description="smtp://user:password@host:587?tls=starttls (or implicit, none), for mail."
    )
    mail_from: str | None = Field(None, description="The address that mail comes from.")
    mail_after: float = Field(120, ge=0, description="Seconds after which an unseen answer is mailed.")
    webhooks_to_private: bool = Field(
        False, description="Let webhooks reach addresses in private networks, this machine's own too."
    )
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

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            smtp_server(url.get_secret_value())
        return url

    @field_validator("mail_from")
    @classmethod
    def _an_address(cls, address: str | None) -> str | None:
        if address is not None and (one_address(address) is None or not address.isascii()):
            raise ValueError("must be one e-mail address, such as chat@shop.example")
        return address

    @model_validator(mode="after")
    def _all_that_mail_needs(self) -> "Settings":
        if self.smtp_url is not None and (self.mail_from is None or self.public_url is None):
            raise ValueError("--smtp-url also needs --mail-from and --public-url: letters carry links")
        return self

    @property
    def mail_server(self) -> SmtpServer | None:
        """By which mail goes out, if it does."""
        return None if self.smtp_url is None else smtp_server(self.smtp_url.get_secret_value())

    @property
    def database(self) -> str:
        return self.database_url or sqlite_url(self.data)

    @property
    def reports_in(self) -> Path:
        """Where the copy is kept that figures are made of."""
        if self.reports_folder is not None:
            return self.reports_folder
        if self.database_url is None:
            return self.data / "reports"
        # Commands and processes that need no database read this page too.
        from sqlalchemy import make_url

        place = make_url(self.database_url)
        named = f"{place.host}:{place.port}/{place.database}"
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(cache) / "chat-butler" / "reports" / sha256(named.encode()).hexdigest()[:16]

    @property
    def is_loopback(self) -> bool:
        return self.host in ("127.0.0.1", "::1", "localhost")


def settings(**given: Any) -> Settings:  # noqa: ANN401  (options of the command line)
    """The environment's, and over them what was given. Raises Misconfigured, in one line."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as problem:
        first = problem.errors()[0]
        if not first["loc"]:
            raise Misconfigured(first["msg"].removeprefix("Value error, ")) from None
        name = "_".join(str(part) for part in first["loc"])
        option = f"--{name.replace('_', '-')} (or CHAT_BUTLER_{name.upper()})"
        raise Misconfigured(f"{option}: {first['msg'].removeprefix('Value error, ')}") from None
