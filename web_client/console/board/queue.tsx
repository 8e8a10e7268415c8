import { useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { check, clock } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { lastWords } from "../inbox/last_words.ts";
import { watchPath } from "../routes.ts";
import { hasNeeds, NeedTags } from "../talk/need_tags.tsx";
import { Blank } from "../ui/blank.tsx";
import { dueOf } from "../ui/due.ts";
import { visitorName } from "../ui/names.ts";
import { lasting } from "../ui/spans.ts";
import { TimeLeft } from "../ui/time_left.tsx";
import { say } from "../words.ts";

/** So that the day's figures stay in sight on a bad one. */
const FIRST = 8;

type Props = {
  queue: readonly State[];
  at: number;
  onAssign: (state: State) => void;
};

/** Who waits, the next one first. */
export function Queue({ queue, at, onAssign }: Props) {
  const [all, setAll] = useState(false);
  return (
    <section class="card block" aria-labelledby="h-w">
      <header>
        <h2 id="h-w">{say("waiting_now")}</h2>
        <p>{say("next_first")}</p>
      </header>
      {queue.length === 0 ? (
        <Blank icon={check} title={say("nobody_waits")} text={say("come_by_themselves")} />
      ) : (
        <table class="tbl num queue-t">
          <thead>
            <tr>
              <th scope="col">{say("visitor")}</th>
              <th scope="col">{say("asks")}</th>
              <th scope="col" class="r">
                {say("waits")}
              </th>
              <th scope="col">
                <span class="vh">{say("action")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {queue.slice(0, all ? undefined : FIRST).map((state, place) => (
              <Waiter key={state.id} state={state} at={at} first={place === 0} onAssign={onAssign} />
            ))}
          </tbody>
        </table>
      )}
      {queue.length > FIRST && (
        <button type="button" class="btn after" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? say("show_first", { n: FIRST }) : say("show_all_waiting", { n: queue.length })}
        </button>
      )}
    </section>
  );
}

type WaiterProps = Omit<Props, "queue"> & { state: State; first: boolean };

function Waiter({ state, at, first, onAssign }: WaiterProps) {
  const name = visitorName(state.visitor);
  const due = dueOf(state, at);
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        {state.team && <small class="faint">{state.team.name}</small>}
      </th>
      <td class="soft asks">
        <span dir="auto" class="words">
          {lastWords(state, false)}
        </span>
        {(hasNeeds(state) || state.language) && (
          <span class="row needs">
            <NeedTags state={state} />
          </span>
        )}
      </td>
      <td class="r">
        <span class="left num">
          <Icon d={clock} small />
          {lasting(at - (state.waiting_since ?? state.started_at))}
        </span>
        {due && (
          <>
            <br />
            <TimeLeft due={due} at={at} />
          </>
        )}
      </td>
      <td class="r nowrap">
        <a class="btn plain" href={watchPath(state.id)}>
          {say("watch")}
          <span class="vh"> {name}</span>
        </a>
        <button type="button" class={`btn ${first ? "primary" : ""}`} onClick={() => onAssign(state)}>
          {say("assign")}
          <span class="vh"> {name}</span>
        </button>
      </td>
    </tr>
  );
}
