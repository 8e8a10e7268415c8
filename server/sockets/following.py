"""Which conversations a socket of people at work follows: what is open, and the latest of the rest."""

from collections import OrderedDict

import socketio

from server.core.conversation import Conversation
from server.desk.floor import Floor

MOST_OVER = 100  # conversations that are over, and of which a console may still show one


class Following:
    """Without it a console that stays connected would be in the room of every conversation it ever saw."""

    def __init__(self, sio: socketio.AsyncServer, floor: Floor) -> None:
        self._sio = sio
        self._floor = floor
        self._followed: dict[str, OrderedDict[str, None]] = {}

    async def follow(self, sid: str, conversation: str, namespace: str = "/agent") -> None:
        try:
            await self._sio.enter_room(sid, conversation, namespace=namespace)
        except (KeyError, ValueError):
            # It is gone since.
            return
        followed = self._followed.setdefault(sid, OrderedDict())
        followed[conversation] = None
        followed.move_to_end(conversation)
        if len(followed) > 2 * MOST_OVER:
            await self._leave_oldest(sid, followed, namespace)

    async def must_see(self, conversation: Conversation) -> None:
        """Who may not see it any more (it is another team's, nobody asks him) follows it no longer."""
        for sid in self._floor.blind_sockets(conversation):
            followed = self._followed.get(sid)
            if followed is not None and conversation.id in followed:
                del followed[conversation.id]
                await self._sio.leave_room(sid, conversation.id, namespace="/agent")

    def forget(self, sid: str) -> None:
        """It is gone."""
        self._followed.pop(sid, None)

    async def _leave_oldest(self, sid: str, followed: OrderedDict[str, None], namespace: str) -> None:
        over = [conversation for conversation in followed if conversation not in self._floor.open]
        for conversation in over[:-MOST_OVER]:
            del followed[conversation]
            await self._sio.leave_room(sid, conversation, namespace=namespace)
