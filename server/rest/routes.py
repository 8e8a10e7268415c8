"""The map: every REST route, who may use it, and what it takes."""

from aiohttp import web

from server.limits import Attempts

from . import conversations as c
from . import health, kpis, login, look, openapi, pages
from . import resources as r
from .answers import answering
from .calls import Route
from .paging import PAGE
from .parts import PARTS, Parts

PREFIX = openapi.PREFIX

ROUTES: tuple[Route, ...] = (
    Route("GET", "/setup", "anybody", login.setup_open, "Whether the first admin is still to be made."),
    Route("POST", "/setup", "anybody", login.setup, "Make the first admin.", body=login.Setup),
    Route("POST", "/login", "anybody", login.login, "Log in.", body=login.Login),
    Route("POST", "/logout", "agent", login.logout, "Log out."),
    Route("GET", "/me", "agent", login.me, "Oneself, with the CSRF token."),
    Route("PATCH", "/me", "agent", login.change_me, "Change one's name, language, password.", body=login.Me),
    Route("GET", "/tokens", "agent", login.tokens, "One's personal access tokens.", query=PAGE),
    Route("POST", "/tokens", "agent", login.add_token, "Make a token; shown once.", body=login.NewToken),
    Route("DELETE", "/tokens/{id}", "agent", login.remove_token, "Void a token."),
    Route("GET", "/conversations", "agent", c.conversations, "Conversations, by page.", query=c.FILTERS),
    Route("GET", "/conversations/{id}", "agent", c.conversation, "A conversation's state."),
    Route("GET", "/conversations/{id}/events", "agent", c.events, "What happened in it.", query=("after",)),
    Route("GET", "/conversations/{id}/transcript.{kind:txt|html}", "visitor", c.transcript, "What was said."),
    Route("GET", "/visitors/{id}", "agent", c.visitor, "What is known of a visitor."),
    Route("GET", "/colleagues", "agent", c.colleagues, "Whom one may transfer to.", query=PAGE),
    Route("GET", "/queue", "supervisor", c.queue, "The live board."),
    Route("GET", "/kpis", "agent", kpis.kpis, "The registry of KPIs.", query=PAGE),
    Route("GET", "/kpis/{id}", "agent", kpis.kpi, "A figure.", query=kpis.PARAMETERS),
    Route("GET", "/kpis/{id}/conversations", "agent", kpis.rows_behind, "Its rows.", query=kpis.PARAMETERS),
    Route("GET", "/sites", "supervisor", r.sites, "Sites that carry the widget.", query=PAGE),
    Route("POST", "/sites", "admin", r.add_site, "Add a site.", body=r.NewSite),
    Route("GET", "/sites/{id}", "supervisor", r.site, "A site."),
    Route("PATCH", "/sites/{id}", "admin", r.change_site, "Change a site.", body=r.SiteChange),
    Route("DELETE", "/sites/{id}", "admin", r.remove_site, "Remove a site; its past stays."),
    Route("GET", "/teams", "supervisor", r.teams, "Teams.", query=PAGE),
    Route("POST", "/teams", "admin", r.add_team, "Add a team.", body=r.TeamBody),
    Route("GET", "/teams/{id}", "supervisor", r.team, "A team."),
    Route("PATCH", "/teams/{id}", "admin", r.change_team, "Rename a team.", body=r.TeamBody),
    Route("DELETE", "/teams/{id}", "admin", r.remove_team, "Remove a team; its past stays."),
    Route("GET", "/agents", "supervisor", r.agents, "People who log in.", query=PAGE),
    Route("POST", "/agents", "admin", r.add_agent, "Add someone who logs in.", body=r.NewAgent),
    Route("GET", "/agents/{id}", "supervisor", r.agent, "Someone who logs in."),
    Route("PATCH", "/agents/{id}", "admin", r.change_agent, "Change someone.", body=r.AgentChange),
    Route("DELETE", "/agents/{id}", "admin", r.remove_agent, "Let someone log in no more."),
    Route("GET", "/hours", "supervisor", r.all_hours, "Opening hours of sites and teams.", query=PAGE),
    Route("GET", "/hours/{id}", "supervisor", r.hours, "Opening hours of one; none: always open."),
    Route("PUT", "/hours/{id}", "admin", r.set_hours, "Set opening hours.", body=r.Hours),
    Route("DELETE", "/hours/{id}", "admin", r.remove_hours, "Open always."),
    Route("GET", "/settings", "supervisor", r.installation, "Settings of the installation."),
    Route("PATCH", "/settings", "admin", r.change_installation, "Change them.", body=r.Installation),
)


def add(app: web.Application, parts: Parts) -> None:
    app[PARTS] = parts
    app[login.ATTEMPTS] = Attempts()
    app.middlewares.append(answering)
    for route in ROUTES:
        app.router.add_route(route.method, PREFIX + route.path, route.__call__)
    as_json, as_page = openapi.handlers(ROUTES)
    app.router.add_get(f"{PREFIX}/openapi.json", Route("GET", "", "anybody", as_json, "").__call__)
    app.router.add_get("/api/docs", as_page)
    app.router.add_get("/healthz", Route("GET", "", "anybody", health.alive, "").__call__)
    app.router.add_get("/readyz", Route("GET", "", "anybody", health.ready, "").__call__)
    app.router.add_get("/metrics", Route("GET", "", "anybody", health.metrics, "").__call__)
    pages.add(app)
    look.add(app)
