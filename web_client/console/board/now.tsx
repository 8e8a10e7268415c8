import type { State } from "../../shared/state.ts";
import { visitorName } from "../ui/names.ts";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";
import type { Board } from "./feed.ts";
import { agentsOf, type Part, statesOf, waitsOf } from "./part.ts";

/** What is so at this moment: who waits, how long, what is under way, who is there. */
export function Now({ board, at, part }: { board: Board; at: number; part: Part }) {
  const agents = agentsOf(part, board.agents);
  const online = agents.filter((agent) => agent.status === "online");
  const away = agents.filter((agent) => agent.status === "away").length;
  const offline = agents.length - online.length - away;
  const free = online.reduce((sum, agent) => sum + Math.max(0, agent.slots - agent.taken), 0);
  const slots = online.reduce((sum, agent) => sum + agent.slots, 0);
  const waits = waitsOf(part, board, at);
  const longest = longestOf(statesOf(part, board.queue));
  return (
    <section class="figs" aria-label={say("now")}>
      <div class="fig">
        <h2>{say("fig_waiting")}</h2>
        <p class="v num">{waits.waiting}</p>
        <p class="num">
          {waits.mean === null ? say("nobody_in_queue") : say("mean_wait", { time: lasting(waits.mean) })}
        </p>
      </div>
      <div class="fig">
        <h2>{say("fig_longest_wait")}</h2>
        <p class="v num">{waits.longest === null ? "–" : lasting(waits.longest)}</p>
        <p>{longest ? visitorName(longest.visitor) : say("nobody_in_queue")}</p>
      </div>
      <div class="fig">
        <h2>{say("fig_active")}</h2>
        <p class="v num">{waits.active}</p>
        <p class="num">{slots ? say("slots_free", { free, slots }) : say("no_slots")}</p>
      </div>
      <div class="fig">
        <h2>{say("agents")}</h2>
        <p class="v num">
          {online.length} <small>{say("agents_online")}</small>
        </p>
        <p class="num">{say("away_and_offline", { away, offline })}</p>
      </div>
    </section>
  );
}

/** Who waits longest; the next one may be another, who came back to the head of the queue. */
function longestOf(queue: readonly State[]): State | undefined {
  const since = (state: State) => state.waiting_since ?? state.started_at;
  return [...queue].sort((a, b) => since(a) - since(b))[0];
}
