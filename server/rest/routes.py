"""The map: every REST route, who may use it, and what it takes."""

from aiohttp import web

from server.limits import Attempts

from . import (
    audit,
    described,
    exports,
    health,
    kpis,
    leave,
    link,
    login,
    look,
    openapi,
    outbox,
    pages,
    replay,
    targets,
)
from . import conversations as c
from . import shapes as s
from .answers import answering
from .calls import Route
from .paging import PAGE
from .parts import PARTS, Parts
from .saved import dashboards, schedules, views
from .settings import agents as a
from .settings import hours, installation, sites, slas, teams
from .settings import webhooks as w
from .settings.hours_ahead import Ahead
from .settings.public_holidays import Countries, countries
from .staffing import needed, roster, what_if

PREFIX = openapi.PREFIX

# fmt: off
ROUTES: tuple[Route, ...] = (
    Route("GET", "/setup", "anybody", login.setup_open, "Whether the first admin is still to be made.",
          gives=(s.SetupOpen,)),
    Route("POST", "/setup", "anybody", login.setup, "Make the first admin.",
          body=login.Setup, gives=(s.LoggedIn,)),
    Route("POST", "/login", "anybody", login.login, "Log in.", body=login.Login, gives=(s.LoggedIn,)),
    Route("POST", "/logout", "agent", login.logout, "Log out.", gives=(s.Done,)),
    Route("GET", "/session", "anybody", login.signed_in, "Who is logged in in this browser; null: nobody.",
          gives=(s.SignedIn,)),
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
    Route("GET", "/queue", "supervisor", c.queue, "The live board, or a part of it.",
          query=("site", "team"), gives=(s.Board,)),
    Route("GET", "/kpis", "agent", kpis.kpis, "The registry of KPIs.", query=PAGE, gives=(s.Page[s.Kpi],)),
    Route("GET", "/kpis/csat/tree", "agent", kpis.tree, "What goes with satisfaction.",
          query=kpis.TREE, gives=(s.KpiTree,)),
    Route("GET", "/kpis/{id}", "agent", kpis.kpi, "A figure.", query=kpis.PARAMETERS, gives=(s.Figure,)),
    Route("GET", "/kpis/{id}/conversations", "agent", kpis.rows_behind, "Its rows.",
          query=kpis.ROWS, gives=(s.Rows,)),
    Route("GET", "/kpis/{id}/table.csv", "agent", exports.table_csv, "It and its groups, as CSV.",
          query=kpis.PARAMETERS),
    Route("GET", "/kpis/{id}/table.xlsx", "agent", exports.table_xlsx, "It and its groups, as a workbook.",
          query=kpis.PARAMETERS),
    Route("GET", "/reports/conversations.csv", "agent", exports.conversations_csv,
          "A row for each conversation.", query=exports.CONVERSATIONS),
    Route("GET", "/reports/conversations.xlsx", "agent", exports.conversations_xlsx,
          "A row for each conversation, as a workbook.", query=exports.CONVERSATIONS),
    Route("GET", "/dashboards", "agent", dashboards.dashboards, "One's own dashboards, and the shared ones.",
          query=PAGE, gives=(s.Page[dashboards.DashboardOf],)),
    Route("POST", "/dashboards", "agent", dashboards.add_dashboard, "Make a dashboard.",
          body=dashboards.NewDashboard, gives=(dashboards.DashboardOf,)),
    Route("GET", "/dashboards/{id}", "agent", dashboards.dashboard, "A dashboard.",
          gives=(dashboards.DashboardOf,)),
    Route("PATCH", "/dashboards/{id}", "agent", dashboards.change_dashboard, "Change one's own.",
          body=dashboards.DashboardChange, gives=(dashboards.DashboardOf,)),
    Route("DELETE", "/dashboards/{id}", "agent", dashboards.remove_dashboard,
          "Remove one's own; an admin removes shared ones too.", gives=(s.Done,)),
    Route("GET", "/views", "agent", views.views, "One's own saved views of reports, and the shared ones.",
          query=PAGE, gives=(s.Page[views.ViewOf],)),
    Route("POST", "/views", "agent", views.add_view, "Keep a page of the reports with its filters.",
          body=views.NewView, gives=(views.ViewOf,)),
    Route("GET", "/views/{id}", "agent", views.view, "A saved view.", gives=(views.ViewOf,)),
    Route("PATCH", "/views/{id}", "agent", views.change_view, "Change one's own.",
          body=views.ViewChange, gives=(views.ViewOf,)),
    Route("DELETE", "/views/{id}", "agent", views.remove_view,
          "Remove one's own; an admin removes shared ones too.", gives=(s.Done,)),
    Route("GET", "/schedules", "supervisor", schedules.schedules, "Reports that come by mail.",
          query=PAGE, gives=(s.Page[schedules.ScheduleOf],)),
    Route("POST", "/schedules", "supervisor", schedules.add_schedule, "Have a report mailed every so often.",
          body=schedules.NewSchedule, gives=(schedules.ScheduleOf,)),
    Route("GET", "/schedules/{id}", "supervisor", schedules.schedule, "A report by mail.",
          gives=(schedules.ScheduleOf,)),
    Route("PATCH", "/schedules/{id}", "supervisor", schedules.change_schedule, "Change it.",
          body=schedules.ScheduleChange, gives=(schedules.ScheduleOf,)),
    Route("DELETE", "/schedules/{id}", "supervisor", schedules.remove_schedule, "Have it mailed no more.",
          gives=(s.Done,)),
    Route("POST", "/schedules/{id}/test", "supervisor", schedules.send_now, "Mail it to oneself now.",
          gives=(schedules.SentTo,)),
    Route("GET", "/targets", "supervisor", targets.targets, "What figures aim at.",
          gives=(targets.TargetsOf,)),
    Route("PUT", "/targets", "admin", targets.set_targets, "Set one's own, all at once.",
          body=targets.NewTargets, gives=(targets.TargetsOf,)),
    Route("GET", "/sites", "supervisor", sites.sites, "Sites that carry the widget.",
          query=PAGE, gives=(s.Page[s.Site],)),
    Route("POST", "/sites", "admin", sites.add_site, "Add a site.", body=sites.NewSite, gives=(s.Site,)),
    Route("GET", "/sites/{id}", "supervisor", sites.site, "A site.", gives=(s.Site,)),
    Route("PATCH", "/sites/{id}", "admin", sites.change_site, "Change a site.",
          body=sites.SiteChange, gives=(s.Site,)),
    Route("DELETE", "/sites/{id}", "admin", sites.remove_site, "Remove a site; its past stays.",
          gives=(s.Done,)),
    Route("GET", "/teams", "supervisor", teams.teams, "Teams.", query=PAGE, gives=(s.Page[s.Team],)),
    Route("POST", "/teams", "admin", teams.add_team, "Add a team.", body=teams.NewTeam, gives=(s.Team,)),
    Route("GET", "/teams/{id}", "supervisor", teams.team, "A team and its rules.", gives=(s.Team,)),
    Route("PATCH", "/teams/{id}", "admin", teams.change_team, "Change a team.",
          body=teams.TeamChange, gives=(s.Team,)),
    Route("POST", "/teams/{id}/preview", "supervisor", teams.preview,
          "Who would get the next one by these rules.", body=teams.Choosing, gives=(s.NextOne,)),
    Route("DELETE", "/teams/{id}", "admin", teams.remove_team, "Remove a team; its past stays.",
          gives=(s.Done,)),
    Route("GET", "/agents", "supervisor", a.agents, "People who log in.",
          query=PAGE, gives=(s.Page[s.Agent],)),
    Route("POST", "/agents", "admin", a.add_agent, "Add someone who logs in.",
          body=a.NewAgent, gives=(s.Agent,)),
    Route("GET", "/agents/{id}", "supervisor", a.agent, "Someone who logs in.", gives=(s.Agent,)),
    Route("PATCH", "/agents/{id}", "admin", a.change_agent, "Change someone.",
          body=a.AgentChange, gives=(s.Agent,)),
    Route("DELETE", "/agents/{id}", "admin", a.remove_agent, "Let someone log in no more.", gives=(s.Done,)),
    Route("GET", "/hours", "supervisor", hours.all_hours, "Hours of sites, teams and agents.",
          query=PAGE, gives=(s.Page[s.HoursOf],)),
    Route("GET", "/hours/{id}", "supervisor", hours.hours, "Opening hours of one; null: always open.",
          gives=(s.HoursOf,)),
    Route("PUT", "/hours/{id}", "admin", hours.set_hours, "Set opening hours.",
          body=hours.Hours, gives=(s.HoursOf,)),
    Route("DELETE", "/hours/{id}", "admin", hours.remove_hours, "Open always.", gives=(s.Done,)),
    Route("POST", "/hours/preview", "supervisor", hours.preview_hours, "What hours would mean.",
          body=hours.Trial, gives=(Ahead,)),
    Route("GET", "/holidays/countries", "supervisor", countries, "Whose public holidays are known.",
          gives=(Countries,)),
    Route("GET", "/slas", "supervisor", slas.slas, "Service levels.", query=PAGE, gives=(s.Page[s.Sla],)),
    Route("POST", "/slas", "admin", slas.add_sla, "Add a service level, after all others.",
          body=slas.NewSla, gives=(s.Sla,)),
    Route("POST", "/slas/preview", "supervisor", slas.preview_sla, "What a service level would mean.",
          body=slas.Trial, gives=(s.SlaPreview,)),
    Route("GET", "/slas/{id}", "supervisor", slas.get_sla, "A service level.", gives=(s.Sla,)),
    Route("PATCH", "/slas/{id}", "admin", slas.change_sla, "Change it, for what is promised from now on.",
          body=slas.SlaChange, gives=(s.Sla,)),
    Route("DELETE", "/slas/{id}", "admin", slas.remove_sla, "Promise nothing more by it.", gives=(s.Done,)),
    Route("GET", "/settings", "supervisor", installation.installation, "Settings of the installation.",
          gives=(installation.Installation,)),
    Route("PATCH", "/settings", "admin", installation.change_installation, "Change them.",
          body=installation.Installation, gives=(installation.Installation,)),
    Route("GET", "/staffing", "supervisor", needed.staffing,
          "How many are needed in each half hour of a week, against the roster.",
          query=needed.QUERY, gives=(needed.Staffing,)),
    Route("GET", "/what-if", "supervisor", what_if.what_if, "How far a comparison is, and what came of it.",
          gives=(what_if.WhatIfState,)),
    Route("POST", "/what-if", "supervisor", what_if.begin_what_if,
          "Live through a past week as it was and with a change; one at a time.",
          body=what_if.WhatIfWish, query=("tz",), gives=(what_if.WhatIfState,)),
    Route("DELETE", "/what-if", "supervisor", what_if.cancel_what_if, "End it.",
          gives=(what_if.WhatIfState,)),
    Route("GET", "/roster", "supervisor", roster.roster, "Who is to work when.",
          query=roster.QUERY, gives=(roster.Rostered,)),
    Route("PUT", "/roster", "supervisor", roster.set_roster, "Replace the shifts of a period.",
          body=roster.Roster, query=("tz",), gives=(roster.Rostered,)),
    Route("POST", "/roster", "supervisor", roster.import_roster,
          "Read shifts from a CSV or iCalendar file, whole or not at all.",
          body=roster.RosterFile, query=("tz",), gives=(roster.Imported,)),
    Route("GET", "/mail", "supervisor", outbox.mail, "Whether mail goes out, and by what.",
          gives=(outbox.Mail,)),
    Route("POST", "/mail/test", "admin", outbox.try_mail, "Mail oneself, to see that it works.",
          gives=(outbox.Trial,)),
    Route("GET", "/outbox", "admin", outbox.letters, "What did not go out, and was given up.",
          query=outbox.QUERY, gives=(s.Page[outbox.DeadLetter],)),
    Route("GET", "/replay/floor", "supervisor", replay.floor, "What changed on the floor in a day.",
          query=replay.QUERY, gives=(replay.FloorDay,)),
    Route("GET", "/audit", "admin", audit.audit, "Who looked at what, and changed what of others.",
          query=audit.QUERY, gives=(s.Page[audit.Entry],)),
    Route("GET", "/webhooks", "admin", w.webhooks, "Programs that are told what happens.",
          query=PAGE, gives=(s.Page[w.WebhookOf],)),
    Route("POST", "/webhooks", "admin", w.add_webhook, "Add one; its secret is shown once.",
          body=w.NewWebhook, gives=(w.WebhookOf,)),
    Route("GET", "/webhooks/{id}", "admin", w.webhook, "A webhook, and how its last attempt went.",
          gives=(w.WebhookOf,)),
    Route("PATCH", "/webhooks/{id}", "admin", w.change_webhook, "Change a webhook.",
          body=w.WebhookChange, gives=(w.WebhookOf,)),
    Route("DELETE", "/webhooks/{id}", "admin", w.remove_webhook, "Tell it nothing any more.",
          gives=(s.Done,)),
    Route("POST", "/webhooks/{id}/test", "admin", w.try_webhook, "Tell it something, to see that it works.",
          gives=(w.Outcome,)),
    Route("POST", "/outbox/{id}/retry", "admin", outbox.retry, "Try one again.", gives=(s.Done,)),
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
    app.router.add_get("/api/search.js", described.search)
    app.router.add_get("/healthz", Route("GET", "", "anybody", health.alive, "").__call__)
    app.router.add_get("/readyz", Route("GET", "", "anybody", health.ready, "").__call__)
    app.router.add_get("/metrics", Route("GET", "", "anybody", health.metrics, "").__call__)
    pages.add(app)
    look.add(app)
    link.add(app)
    leave.add(app)
