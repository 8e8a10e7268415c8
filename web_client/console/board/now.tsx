import type { State } from "../../shared/state.ts";
import { visitorName } from "../ui/names.ts";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";
import type { Board } from "./feed.ts";

/** What is so at this moment: who waits, how long, what is under way, who is there. */
export function Now({ board, at }: { board: Board; at: number }) {
  const online = board.agents.filter((agent) => agent.status === "online");
  const away = board.agents.filter((agent) => agent.status === "away").length;
  const offline = board.agents.length - online.length - away;
  const free = online.reduce((sum, agent) => sum + Math.max(0, agent.slots - agent.taken), 0);
  const slots = online.reduce((sum, agent) => sum + agent.slots, 0);
  const waits = waitsAt(board, at);
  const longest = longestOf(board.queue);
  return (
    <section class="figs" aria-label={say("now")}>
      <div class="fig">
        <h2>{say("fig_waiting")}</h2>
        <p class="v num">{board.waiting}</p>
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
        <p class="v num">{board.active}</p>
        <p class="num">{slots ? say("slots_free", { free, slots }) : say("no_slots")}</p>
      </div>
      <div class="fig">
        <h2>{say("agents")}</h2>
        <p class="v num">
          {online.length} <small>{say("presence_online")}</small>
        </p>
        <p class="num">{say("away_and_offline", { away, offline })}</p>
      </div>
    </section>
  );
}

/** Waits go on between two tellings: they have grown by the time since the board was told. ms. */
function waitsAt(board: Board, at: number): { longest: number | null; mean: number | null } {
  const since = Math.max(0, at - board.at);
  const grown = (seconds: number | null) => (seconds === null ? null : seconds * 1000 + since);
  return { longest: grown(board.longest_wait), mean: grown(board.mean_wait) };
}

/** Who waits longest; the next one may be another, who came back to the head of the queue. */
function longestOf(queue: readonly State[]): State | undefined {
  const since = (state: State) => state.waiting_since ?? state.started_at;
  return [...queue].sort((a, b) => since(a) - since(b))[0];
}
