import { useEffect, useRef } from "preact/hooks";
import type { Route } from "../routes.ts";
import { settingsPath } from "../routes.ts";
import { administers } from "../session/session.ts";
import { later } from "../ui/later.tsx";
import { Main } from "../ui/main.tsx";
import { say } from "../words.ts";
import { AdminsOnly } from "./admins_only.tsx";
import { AlertsPage } from "./alerts/page.tsx";
import { People } from "./people/list.tsx";
import { PersonPage } from "./people/person.tsx";
import { ServerPage } from "./server.tsx";
import { Sites } from "./sites/list.tsx";
import { SitePage } from "./sites/site.tsx";
import { Slas } from "./slas/list.tsx";
import { SlaPage } from "./slas/sla.tsx";
import { Teams } from "./teams/list.tsx";
import { TeamPage } from "./teams/team.tsx";
import { Webhooks } from "./webhooks/list.tsx";
import { WebhookPage } from "./webhooks/webhook.tsx";

const AuditPage = later(async () => (await import("./audit/page.tsx")).withWords());
const TargetsPage = later(async () => (await import("./targets/page.tsx")).withWords());

type Here = Extract<Route, { page: "settings" }>;

export function SettingsPage({ route }: { route: Here }) {
  const nav = useRef<HTMLElement>(null);
  // On a phone it is one line that scrolls: where one is has to be in sight.
  useEffect(() => {
    const at = nav.current?.querySelector("[aria-current]");
    at?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [route.section]);
  return (
    <div class="set">
      <nav aria-label={say("settings")} ref={nav}>
        <h2>{say("set_where")}</h2>
        <ul>
          <Entry route={route} section="sites" />
        </ul>
        <h2>{say("set_how")}</h2>
        <ul>
          <Entry route={route} section="teams" />
          <Entry route={route} section="people" />
          <Entry route={route} section="slas" />
          <Entry route={route} section="alerts" />
          <Entry route={route} section="targets" />
        </ul>
        <h2>{say("set_this")}</h2>
        <ul>
          {administers.value && <Entry route={route} section="webhooks" />}
          {administers.value && <Entry route={route} section="audit" />}
          <Entry route={route} section="server" />
          <li>
            <a href="/api/docs" target="_blank" rel="noreferrer">
              {say("set_api")}
            </a>
          </li>
        </ul>
      </nav>
      <Main>
        <Section route={route} />
      </Main>
    </div>
  );
}

function Entry({ route, section }: { route: Here; section: Here["section"] }) {
  return (
    <li>
      <a href={settingsPath(section)} aria-current={route.section === section ? "page" : undefined}>
        {say(`set_${section}`)}
      </a>
    </li>
  );
}

function Section({ route }: { route: Here }) {
  const { section, id, tab } = route;
  if (section === "sites") return id ? <SitePage key={id} id={id} tab={tab} /> : <Sites />;
  if (section === "teams") return id ? <TeamPage key={id} id={id} tab={tab} /> : <Teams />;
  if (section === "people") return id ? <PersonPage key={id} id={id} tab={tab} /> : <People />;
  if (section === "slas") return id ? <SlaPage key={id} id={id} /> : <Slas />;
  if (section === "alerts") return <AlertsPage />;
  if (section === "targets") return <TargetsPage />;
  if ((section === "webhooks" || section === "audit") && !administers.value)
    return <AdminsOnly section={section} />;
  if (section === "webhooks") return id ? <WebhookPage key={id} id={id} /> : <Webhooks />;
  if (section === "audit") return <AuditPage />;
  return <ServerPage />;
}
