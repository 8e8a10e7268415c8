import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { lasting } from "../../ui/spans.ts";
import { say } from "../../words.ts";
import type { Team } from "../kinds.ts";
import { ByMail } from "./by_mail.tsx";

type Watched = Team & { rules: { alert_waiting: number | null; alert_wait: number | null } };

/** What supervisors are told of, and by which ways. The limits themselves are the teams' own. */
export function AlertsPage() {
  return (
    <>
      <header class="bar">
        <h1>{say("set_alerts")}</h1>
      </header>
      <div class="split one">
        <div class="form">
          <Queues />
          <ByMail />
        </div>
      </div>
    </>
  );
}

function Queues() {
  const [found, again] = useLoaded("teams", () => api.all<Watched>("/teams"));
  return (
    <section class="card block" aria-labelledby="s-which">
      <header>
        <h2 id="s-which">{say("alerts_which")}</h2>
      </header>
      <p class="soft">{say("alerts_text")}</p>
      {found.state === "loading" && <Skeleton label={say("loading")} rows={2} />}
      {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
      {found.state === "ready" && <Limits teams={found.value} />}
      <p class="soft">{say("alerts_others")}</p>
    </section>
  );
}

function Limits({ teams }: { teams: readonly Watched[] }) {
  return (
    <table class="tbl list num">
      <thead>
        <tr>
          <th scope="col">{say("team")}</th>
          <th scope="col">{say("more_than_wait")}</th>
          <th scope="col">{say("longer_than")}</th>
        </tr>
      </thead>
      <tbody>
        {teams.map(({ id, name, rules }) => (
          <tr key={id}>
            <th scope="row">
              <a href={settingsPath("teams", id, "rules")}>{name}</a>
            </th>
            <td>{rules.alert_waiting ?? <span class="faint">{say("alert_never")}</span>}</td>
            <td>
              {rules.alert_wait === null ? (
                <span class="faint">{say("alert_never")}</span>
              ) : (
                lasting(rules.alert_wait * 1000)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
