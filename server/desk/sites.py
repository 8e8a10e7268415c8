"""Whose teams are whose: what a site's conversations may be given to."""

from server.core.conversation import Conversation

from .directory import Directory, Site


def is_foreign(directory: Directory, team: str, conversation: Conversation) -> bool:
    """Other sites name the team, and the conversation's own names others.

    What no site names is everybody's; and a site that names none takes whoever there is.
    """
    if conversation.team is not None and conversation.team.id == team:
        return False
    named = {site.id: teams_of(directory, site) for site in directory.sites.values()}
    its_own = named.get(conversation.site)
    return bool(its_own) and team not in (its_own or ()) and any(team in teams for teams in named.values())


def teams_of(directory: Directory, site: Site) -> set[str]:
    """Its own, its topics', and those that these overflow to."""
    found: set[str] = set()
    following = [site.team, *(topic.team for topic in site.topics)]
    while following:
        team = following.pop()
        if team is not None and team not in found:
            found.add(team)
            following.append(directory.rules_of(team).overflow_to)
    return found
