"""How urgent a conversation is, by the rules of its team: the highest that fits; 0 if none does.

A tag counts while it is there. What a page or a field has raised stays raised, until the field says something
else. What somebody set by hand stays.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from .conversation import Conversation
from .events import (
    ConversationStarted,
    DetailsGiven,
    Event,
    Page,
    PageViewed,
    Prioritised,
    Tagged,
    VisitorIdentified,
)
from .rules import Raise, Rules

BY_HAND = "chosen"


MATTERS = frozenset({ConversationStarted, Tagged, DetailsGiven, VisitorIdentified, PageViewed})


def raised(conversation: Conversation, happened: Sequence[Event], rules: Rules) -> list[Event]:
    """What follows for its priority from what has just happened, `conversation` being as it is afterwards."""
    if conversation.priority_reason == BY_HAND:
        return []
    fitting = [one for one in rules.raises if _FITS[one.kind](one, conversation, happened)]
    best = max(fitting, key=lambda one: one.priority, default=None)
    priority = best.priority if best else 0
    if priority == conversation.priority:
        return []
    return [Prioritised(priority=priority, reason=_name(best) if best else "no_rule")]


def _by_tag(rule: Raise, conversation: Conversation, _: Sequence[Event]) -> bool:
    return rule.value in conversation.tags


def _by_page(rule: Raise, conversation: Conversation, happened: Sequence[Event]) -> bool:
    seen = [event.page for event in happened if isinstance(event, ConversationStarted | PageViewed)]
    pages = [page for page in (conversation.page, *seen) if page is not None]
    return _raised_it(rule, conversation) or any(_path(page).startswith(rule.value) for page in pages)


def _by_field(rule: Raise, conversation: Conversation, happened: Sequence[Event]) -> bool:
    for event in reversed(happened):
        fields = event.fields if isinstance(event, DetailsGiven | VisitorIdentified) else None
        if fields and rule.name in fields:
            return fields[rule.name].strip().lower() == rule.value.strip().lower()
    return _raised_it(rule, conversation)


_FITS: dict[str, Callable[[Raise, Conversation, Sequence[Event]], bool]] = {
    "tag": _by_tag,
    "page": _by_page,
    "field": _by_field,
}


def _raised_it(rule: Raise, conversation: Conversation) -> bool:
    return (conversation.priority_reason, conversation.priority) == (_name(rule), rule.priority)


def _path(page: Page) -> str:
    """From the path on."""
    try:
        parts = urlsplit(page.url)
    except ValueError:
        return ""
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _name(rule: Raise) -> str:
    """A field's value is not named: it says who somebody is."""
    return f"field:{rule.name}" if rule.kind == "field" else f"{rule.kind}:{rule.value}"
