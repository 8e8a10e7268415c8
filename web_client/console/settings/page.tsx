import type { Route } from "../routes.ts";
import { settingsPath } from "../routes.ts";
import { say } from "../words.ts";
import { People } from "./people/list.tsx";
import { PersonPage } from "./people/person.tsx";
import { ServerPage } from "./server.tsx";
import { Sites } from "./sites/list.tsx";
import { SitePage } from "./sites/site.tsx";
import { Teams } from "./teams/list.tsx";
import { TeamPage } from "./teams/team.tsx";

type Here = Extract<Route, { page: "settings" }>;

export function SettingsPage({ route }: { route: Here }) {
  return (
    <div class="set">
      <nav aria-label={say("settings")}>
        <h2>{say("set_where")}</h2>
        <ul>
          <Entry route={route} section="sites" />
        </ul>
        <h2>{say("set_how")}</h2>
        <ul>
          <Entry route={route} section="teams" />
          <Entry route={route} section="people" />
        </ul>
        <h2>{say("set_this")}</h2>
        <ul>
          <Entry route={route} section="server" />
        </ul>
      </nav>
      <main>
        <Section route={route} />
      </main>
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
  if (section === "teams") return id ? <TeamPage key={id} id={id} /> : <Teams />;
  if (section === "people") return id ? <PersonPage key={id} id={id} /> : <People />;
  return <ServerPage />;
}
