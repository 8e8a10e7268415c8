"""`chat-butler serve` as a process: it starts, says that it is ready, and goes when it is asked to."""

import aiohttp

from tests.our_server import StartServer
from tests.real_servers import FreshDatabase


async def status(url: str) -> int:
    async with aiohttp.ClientSession() as client, client.get(url) as answer:
        return answer.status


async def test_a_server_on_an_empty_folder_is_ready_and_ends_cleanly_when_told_to(
    start_server: StartServer,
) -> None:
    server = await start_server()
    assert await status(f"{server.url}/healthz") == 200
    assert await server.stop() == 0


async def test_a_killed_server_starts_again_on_what_it_left(start_server: StartServer) -> None:
    server = await start_server()
    await server.kill()
    await server.start()
    assert await status(f"{server.url}/readyz") == 200


async def test_a_server_runs_on_postgresql_and_valkey(
    start_server: StartServer, fresh_database: FreshDatabase, redis_url: str
) -> None:
    database = await fresh_database()
    server = await start_server("--database-url", database, "--redis-url", redis_url)
    assert await status(f"{server.url}/readyz") == 200
    assert await server.stop() == 0
