import type { State } from "../../shared/state.ts";
import { watchPath } from "../routes.ts";
import { dueOf } from "../ui/due.ts";
import { visitorName } from "../ui/names.ts";
import { TimeLeft } from "../ui/time_left.tsx";
import { say } from "../words.ts";

const FIRST = 8;

/** What was promised and is late, or will be within ten minutes: the most urgent first. */
export function Due({ due, at }: { due: readonly State[]; at: number }) {
  if (due.length === 0) return null;
  return (
    <section class="card block" aria-labelledby="h-d">
      <header>
        <h2 id="h-d">{say("due_soon")}</h2>
        <p>{say("due_within")}</p>
      </header>
      <table class="tbl num then">
        <thead>
          <tr>
            <th scope="col">{say("visitor")}</th>
            <th scope="col">{say("whose")}</th>
            <th scope="col" class="r">
              {say("due_left")}
            </th>
          </tr>
        </thead>
        <tbody>
          {due.slice(0, FIRST).map((state) => (
            <OneDue key={state.id} state={state} at={at} />
          ))}
        </tbody>
      </table>
      {due.length > FIRST && <p class="small faint num">{say("alerts_more", { n: due.length - FIRST })}</p>}
    </section>
  );
}

function OneDue({ state, at }: { state: State; at: number }) {
  const due = dueOf(state, at);
  return (
    <tr>
      <th scope="row">
        <a href={watchPath(state.id)}>
          <bdi>{visitorName(state.visitor)}</bdi>
        </a>
      </th>
      <td class="soft">{state.agent?.name ?? state.team?.name ?? say("nobodys")}</td>
      <td class="r">{due && <TimeLeft due={due} at={at} />}</td>
    </tr>
  );
}
