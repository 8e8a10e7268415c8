"""The map: every REST route, who may use it, and what it takes."""

from aiohttp import web

from server.limits import Attempts

from . import conversations as c
from . import described, health, kpis, login, look, openapi, pages
from . import resources as r
from . import shapes as s
from .answers import answering
from .calls import Route
from .paging import PAGE
from .parts import PARTS, Parts

PREFIX = openapi.PREFIX

# fmt: off
ROUTES: tuple[Route, ...] = (
    Route("GET", "/setup", "anybody", login.setup_open, "Whether the first admin is still to be made.",
          gives=(s.SetupOpen,)),
    Route("POST", "/setup", "anybody", login.setup, "Make the first admin.",
          body=login.Setup, gives=(s.LoggedIn,)),
    Route("POST", "/login", "anybody", login.login, "Log in.", body=login.Login, gives=(s.LoggedIn,)),
    Route("POST", "/logout", "agent", login.logout, "Log out.", gives=(s.Done,)),
    Route("GET", "/me", "agent", login.me, "Oneself, with the CSRF token.", gives=(s.Me,)),
    Route("PATCH", "/me", "agent", login.change_me, "Change one's name, language, password.",
          body=login.MeChange, gives=(s.Me, s.LoggedIn)),
    Route("GET", "/tokens", "agent", login.tokens, "One's personal access tokens.",
          query=PAGE, gives=(s.Page[s.Token],)),
    Route("POST", "/tokens", "agent", login.add_token, "Make a token; shown once.",
          body=login.NewToken, gives=(s.ShownToken,)),
    Route("DELETE", "/tokens/{id}", "agent", login.remove_token, "Void a token.", gives=(s.Done,)),
    Route("GET", "/conversations", "agent", c.conversations, "Conversations, by page.",
          query=c.FILTERS, gives=(s.Page[s.State],)),
    Route("GET", "/conversations/{id}", "agent", c.conversation, "A conversation's state.", gives=(s.State,)),
    Route("GET", "/conversations/{id}/events", "agent", c.events, "What happened in it.",
          query=("after",), gives=(s.Events,)),
    Route("GET", "/conversations/{id}/transcript.{kind:txt|html}", "visitor", c.transcript, "What was said."),
    Route("GET", "/visitors/{id}", "agent", c.visitor, "What is known of a visitor.", gives=(s.Visitor,)),
    Route("GET", "/colleagues", "agent", c.colleagues, "Whom one may transfer to.",
          query=PAGE, gives=(s.Colleagues,)),
    Route("GET", "/queue", "supervisor", c.queue, "The live board.", gives=(s.Board,)),
    Route("GET", "/kpis", "agent", kpis.kpis, "The registry of KPIs.", query=PAGE, gives=(s.Page[s.Kpi],)),
    Route("GET", "/kpis/{id}", "agent", kpis.kpi, "A figure.", query=kpis.PARAMETERS, gives=(s.Figure,)),
    Route("GET", "/kpis/{id}/conversations", "agent", kpis.rows_behind, "Its rows.",
          query=kpis.PARAMETERS, gives=(s.Rows,)),
    Route("GET", "/sites", "supervisor", r.sites, "Sites that carry the widget.",
          query=PAGE, gives=(s.Page[s.Site],)),
    Route("POST", "/sites", "admin", r.add_site, "Add a site.", body=r.NewSite, gives=(s.Site,)),
    Route("GET", "/sites/{id}", "supervisor", r.site, "A site.", gives=(s.Site,)),
    Route("PATCH", "/sites/{id}", "admin", r.change_site, "Change a site.",
          body=r.SiteChange, gives=(s.Site,)),
    Route("DELETE", "/sites/{id}", "admin", r.remove_site, "Remove a site; its past stays.", gives=(s.Done,)),
    Route("GET", "/teams", "supervisor", r.teams, "Teams.", query=PAGE, gives=(s.Page[s.Named],)),
    Route("POST", "/teams", "admin", r.add_team, "Add a team.", body=r.TeamBody, gives=(s.Named,)),
    Route("GET", "/teams/{id}", "supervisor", r.team, "A team.", gives=(s.Named,)),
    Route("PATCH", "/teams/{id}", "admin", r.change_team, "Rename a team.",
          body=r.TeamBody, gives=(s.Named,)),
    Route("DELETE", "/teams/{id}", "admin", r.remove_team, "Remove a team; its past stays.", gives=(s.Done,)),
    Route("GET", "/agents", "supervisor", r.agents, "People who log in.",
          query=PAGE, gives=(s.Page[s.Agent],)),
    Route("POST", "/agents", "admin", r.add_agent, "Add someone who logs in.",
          body=r.NewAgent, gives=(s.Agent,)),
    Route("GET", "/agents/{id}", "supervisor", r.agent, "Someone who logs in.", gives=(s.Agent,)),
    Route("PATCH", "/agents/{id}", "admin", r.change_agent, "Change someone.",
          body=r.AgentChange, gives=(s.Agent,)),
    Route("DELETE", "/agents/{id}", "admin", r.remove_agent, "Let someone log in no more.", gives=(s.Done,)),
    Route("GET", "/hours", "supervisor", r.all_hours, "Opening hours of sites and teams.",
          query=PAGE, gives=(s.Page[s.HoursOf],)),
    Route("GET", "/hours/{id}", "supervisor", r.hours, "Opening hours of one; none: always open.",
          gives=(s.HoursOf,)),
    Route("PUT", "/hours/{id}", "admin", r.set_hours, "Set opening hours.", body=r.Hours, gives=(s.HoursOf,)),
    Route("DELETE", "/hours/{id}", "admin", r.remove_hours, "Open always.", gives=(s.Done,)),
    Route("GET", "/settings", "supervisor", r.installation, "Settings of the installation.",
          gives=(r.Installation,)),
    Route("PATCH", "/settings", "admin", r.change_installation, "Change them.",
          body=r.Installation, gives=(r.Installation,)),
)
# fmt: on


def add(app: web.Application, parts: Parts) -> None:
    app[PARTS] = parts
    app[login.ATTEMPTS] = Attempts()
    app.middlewares.append(answering)
    for route in ROUTES:
        app.router.add_route(route.method, PREFIX + route.path, route.__call__)
    as_json, as_page = openapi.handlers(ROUTES)
    app.router.add_get(f"{PREFIX}/openapi.json", Route("GET", "", "anybody", as_json, "").__call__)
    app.router.add_get("/api/docs", as_page)
    app.router.add_get("/api/page.css", described.style)
    app.router.add_get("/healthz", Route("GET", "", "anybody", health.alive, "").__call__)
    app.router.add_get("/readyz", Route("GET", "", "anybody", health.ready, "").__call__)
    app.router.add_get("/metrics", Route("GET", "", "anybody", health.metrics, "").__call__)
    pages.add(app)
    look.add(app)
