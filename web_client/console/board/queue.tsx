import { Icon } from "../../shared/icon.tsx";
import { check, clock } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { lastWords } from "../inbox/last_words.ts";
import { Blank } from "../ui/blank.tsx";
import { visitorName } from "../ui/names.ts";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";

type Props = {
  queue: readonly State[];
  at: number;
  onAssign: (state: State) => void;
  onWatch: (state: State) => void;
};

/** Who waits, the next one first. */
export function Queue({ queue, at, onAssign, onWatch }: Props) {
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
            {queue.map((state, place) => (
              <Waiter
                key={state.id}
                state={state}
                at={at}
                first={place === 0}
                onAssign={onAssign}
                onWatch={onWatch}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

type WaiterProps = Omit<Props, "queue"> & { state: State; first: boolean };

function Waiter({ state, at, first, onAssign, onWatch }: WaiterProps) {
  const name = visitorName(state.visitor);
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td class="soft asks">
        <span dir="auto">{lastWords(state, false)}</span>
      </td>
      <td class="r">
        <span class="left num">
          <Icon d={clock} small />
          {lasting(at - (state.waiting_since ?? state.started_at))}
        </span>
      </td>
      <td class="r nowrap">
        <button type="button" class="btn plain" onClick={() => onWatch(state)}>
          {say("watch")}
          <span class="vh"> {name}</span>
        </button>
        <button type="button" class={`btn ${first ? "primary" : ""}`} onClick={() => onAssign(state)}>
          {say("assign")}
          <span class="vh"> {name}</span>
        </button>
      </td>
    </tr>
  );
}
