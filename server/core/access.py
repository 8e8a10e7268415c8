"""Who may see which conversation: the one question that sockets, REST and exports all ask."""

from typing import Protocol

from .conversation import Conversation


class Viewer(Protocol):
    """Someone who logs in."""

    @property
    def id(self) -> str: ...
    @property
    def teams(self) -> frozenset[str]: ...
    @property
    def sees_all(self) -> bool: ...
    @property
    def disabled(self) -> bool: ...


def may_see(viewer: Viewer, conversation: Conversation) -> bool:
    """Supervisors and admins everything; agents their teams' and their own, what they are asked to take over,
    and what no team has.
    """
    if viewer.disabled:
        return False
    if viewer.sees_all or conversation.team is None or conversation.team.id in viewer.teams:
        return True
    return any(
        who is not None and who.id == viewer.id for who in (conversation.agent, conversation.asked_colleague)
    )
