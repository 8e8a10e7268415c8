"""Settings of the whole installation."""

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from server.core.letters import one_address
from server.core.refusals import Invalid
from server.desk.outside import alerts
from server.desk.outside.reports import TO_ANYBODY
from server.desk.people import absences

from ..calls import Call
from .fields import given, name_of

Address = Annotated[str, Meta(min_length=1, max_length=254)]


class AwayReason(Struct, forbid_unknown_fields=True):
    """`label` null: the console's own word for one of the usual ones, in the reader's language."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,64}(?!\n)$")]
    label: Annotated[str, Meta(min_length=1, max_length=60)] | None = None


class Installation(Struct, forbid_unknown_fields=True):
    """`away_reasons`: what agents may choose from when they set themselves away; `alert_addresses`: to whom
    alerts are mailed; `report_mail_to_anybody`: reports may be mailed to others than those who log in.
    """

    per_agent_figures: bool | UnsetType = UNSET
    away_reasons: Annotated[list[AwayReason], Meta(max_length=20)] | UnsetType = UNSET
    report_mail_to_anybody: bool | UnsetType = UNSET
    alert_addresses: Annotated[list[Address], Meta(max_length=20)] | UnsetType = UNSET


async def installation(call: Call) -> dict[str, Any]:
    directory = call.parts.kept.directory
    return {
        "per_agent_figures": bool(directory.settings.get("per_agent_figures", False)),
        "away_reasons": absences.reasons(directory),
        "report_mail_to_anybody": bool(directory.settings.get(TO_ANYBODY, False)),
        "alert_addresses": alerts.addresses(directory),
    }


async def change_installation(call: Call) -> dict[str, Any]:
    changes = given(call.body)
    if "away_reasons" in changes:
        changes["away_reasons"] = _reasons(changes["away_reasons"])
    if "alert_addresses" in changes:
        changes["alert_addresses"] = _addresses(changes["alert_addresses"])
    for name, value in changes.items():
        await call.parts.kept.people.set_setting(name, value)
    return await installation(call)


def _reasons(wanted: Sequence[AwayReason]) -> list[dict[str, Any]]:
    if len({reason.id for reason in wanted}) < len(wanted):
        raise Invalid("away_reasons: two have the same id")
    for reason in wanted:
        if reason.id in absences.NOT_CHOSEN:
            raise Invalid(f"away_reasons: {reason.id} says how the server sees it")
        if reason.label is None and reason.id not in absences.USUAL:
            raise Invalid(f"away_reasons: {reason.id} needs a label")
    return [
        {"id": reason.id, "label": None if reason.label is None else name_of(reason.label)}
        for reason in wanted
    ]


def _addresses(wanted: Sequence[str]) -> list[str]:
    """Each once. Raises Invalid for what cannot be written to."""
    found = {address.strip().lower(): one_address(address.strip()) for address in wanted}
    for typed, address in found.items():
        if address is None:
            raise Invalid(f"alert_addresses: {typed[:64]} is no e-mail address")
    return [address for address in found.values() if address is not None]
