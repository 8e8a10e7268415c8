"""Where those go who wait for a team that cannot help them."""

from collections.abc import Callable

from ..rules import Rules


def overflows_to(
    team: str | None, rules_of: Callable[[str | None], Rules], on_duty: Callable[[str], bool]
) -> str | None:
    """The first team on the way where somebody is on duty; None: they stay where they are."""
    seen = {team}
    following = rules_of(team).overflow_to
    while following is not None and following not in seen:
        if on_duty(following):
            return following
        seen.add(following)
        following = rules_of(following).overflow_to
    return None
