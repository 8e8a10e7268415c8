"""Asking over HTTP as a browser or a program would, and the office that is asked."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from sqlalchemy import select
from sqlmodel import SQLModel

from server.desk.directory import Person, Team
from server.store.kept import Kept
from tests.house import PASSWORD, WITHIN, Client, Running, running_house, shop
from tests.prepared import hash_of

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Any
    text: str
    cookies: Any

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])


class Asking:
    """One browser, with its cookies; or one program, with its token."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url
        self.csrf: str | None = None
        headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {token}"} if token else {})}
        jar = aiohttp.CookieJar(unsafe=True)
        self.http = aiohttp.ClientSession(headers=headers, cookie_jar=jar, auto_decompress=False)

    async def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """`path` below /api/v1, unless it begins with `//`. `body` is sent as JSON."""
        headers = {**({"X-CSRF-Token": self.csrf} if self.csrf else {}), **more.pop("headers", {})}
        if body is not None:
            more["data"] = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        url = self.url + (path[1:] if path.startswith("//") else API + path)
        async with self.http.request(method, url, headers=headers, allow_redirects=False, **more) as answer:
            text = (await answer.read()).decode("utf-8", "replace")
            return Answer(answer.status, answer.headers, text, answer.cookies)

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, body: Any, **more: Any) -> Answer:
        return await self.ask("POST", path, body, **more)

    async def patch(self, path: str, body: Any, **more: Any) -> Answer:
        return await self.ask("PATCH", path, body, **more)

    async def put(self, path: str, body: Any) -> Answer:
        return await self.ask("PUT", path, body)

    async def delete(self, path: str) -> Answer:
        return await self.ask("DELETE", path)

    async def logs_in(self, email: str, password: str = PASSWORD) -> Answer:
        answer = await self.post("/login", {"email": email, "password": password})
        if answer.status == 200:
            self.csrf = answer.json["csrf"]
        return answer

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self.http.cookie_jar}


@dataclass
class Office:
    """A house in which Ada's team is Support and Ben's is Returns, and that Olga, the admin, has set up."""

    running: Running
    olga: Person
    returns: Team
    _asking: list[Asking] = field(default_factory=list)

    @property
    def kept(self) -> Any:
        return self.running.house.kept

    def anybody(self) -> Asking:
        return self.with_token(None)

    def with_token(self, token: str | None) -> Asking:
        self._asking.append(Asking(self.running.url, token))
        return self._asking[-1]

    def program(self, person: Person) -> Asking:
        return self.with_token(self.running.tokens[person.id])

    async def browser(self, person: Person) -> Asking:
        asking = self.anybody()
        assert (await asking.logs_in(person.email)).status == 200
        return asking

    async def vera_says(self, text: str = "Where is my order?") -> tuple[Client, str, str]:
        """Her socket, her token, and the conversation that she has begun."""
        vera = await self.running.vera()
        welcome = await vera.heard("welcome")
        said = await vera.say(text)
        return vera, str(welcome["token"]), str(said["conversation"])

    async def rows(self) -> dict[str, list[str]]:
        """Everything that is stored, but for the nodes' own beats, which go on meanwhile."""
        found = {}
        async with self.kept.database.engine.connect() as connection:
            for name, table in SQLModel.metadata.tables.items():
                if name in ("nodes", "leases"):
                    continue
                found[name] = sorted(str(tuple(row)) for row in await connection.execute(select(table)))
        return found

    async def close(self) -> None:
        for asking in self._asking:
            await asking.http.close()


async def until_closed(client: Client) -> None:
    """Returns once the server has closed this connection."""
    closed = asyncio.Event()
    client._sio.on("disconnect", lambda *_: closed.set(), namespace=client.namespace)
    if client._sio.connected:
        await asyncio.wait_for(closed.wait(), WITHIN)


async def teams_and_olga(kept: Kept) -> dict[str, str]:
    """The shop, with what an office has besides."""
    tokens = await shop(kept)
    returns = await kept.people.add_team("Returns")
    ben = next(person for person in kept.directory.people.values() if person.name == "Ben")
    await kept.people.change_person(ben.id, {"teams": [returns.id]})
    hashed = hash_of(PASSWORD)
    olga = await kept.people.add_person("olga@shop.example", "Olga", "admin", password_hash=hashed)
    return {**tokens, olga.id: (await kept.accounts.add_token(olga.id, "test"))[1]}


@asynccontextmanager
async def open_office(url: str, **settings: Any) -> AsyncIterator[Office]:
    async with running_house(url, teams_and_olga, **settings) as running:
        directory = running.house.kept.directory
        olga = next(person for person in directory.people.values() if person.name == "Olga")
        returns = next(team for team in directory.teams.values() if team.name == "Returns")
        office = Office(running, olga, returns)
        try:
            yield office
        finally:
            await office.close()
