"""Whether it lives, whether it can work, and how much it does."""

import asyncio

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from server.core.refusals import NotFound, NotStored

from .answers import answer
from .calls import Call
from .parts import Parts

READY_WITHIN = 5.0  # s


async def alive(_: Call) -> web.Response:
    return answer({"ok": True})


async def ready(call: Call) -> web.Response:
    """503 `storage` while database, bus or scheduler do not answer."""
    try:
        await asyncio.wait_for(call.parts.ready(), READY_WITHIN)
    except Exception as problem:
        raise NotStored(f"not ready: {type(problem).__name__}") from None
    return answer({"ok": True})


async def metrics(call: Call) -> web.Response:
    if not call.parts.settings.metrics_public and not _from_here(call.request):
        raise NotFound("no such page")
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Gauges(call.parts))
    return web.Response(body=generate_latest(registry), content_type="text/plain")


def _from_here(request: web.Request) -> bool:
    """A proxy on this machine asks from here as well, but for somebody else, and says so."""
    forwarded = {"X-Forwarded-For", "Forwarded", "Via"} & request.headers.keys()
    return request.remote in ("127.0.0.1", "::1") and not forwarded


class _Gauges:
    """Read when asked for; names no person and no conversation."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def collect(self) -> list[Metric]:
        floor = self._parts.desk.floor
        commits, turns = self._parts.kept.tally()
        online = sum(agent.status == "online" for agent in floor.agents.values())
        values = {
            "open_conversations": ("Conversations that are not resolved.", len(floor.open)),
            "waiting_conversations": ("Conversations in the queue.", len(floor.queue)),
            "connected_visitors": ("Visitors with a connection to this node.", len(floor.guests)),
            "online_agents": ("Agents who take chats.", online),
            "commits": ("Commits since the start.", commits),
            "committed_turns": ("Turns that were stored since the start.", turns),
        }
        return [
            GaugeMetricFamily(f"chat_butler_{name}", text, value=value)
            for name, (text, value) in values.items()
        ]
