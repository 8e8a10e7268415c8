import { useState } from "preact/hooks";
import type { State } from "../../shared/state.ts";
import type { Target } from "../actions.ts";
import { presenceWords } from "../ui/absences.ts";
import { Dialog } from "../ui/dialog.tsx";
import { takesFocus } from "../ui/focus.ts";
import { visitorName } from "../ui/names.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { Slots } from "../ui/slots.tsx";
import { toast } from "../ui/toasts.tsx";
import { say } from "../words.ts";
import type { AgentShown, Board, Feed } from "./feed.ts";

type Props = { feed: Feed; board: Board; state: State; onClose: () => void };

/** Gives a waiting conversation to somebody, whoever has most room first. */
export function Assign({ feed, board, state, onClose }: Props) {
  const [order] = useState(() => roomiestFirst(board.agents).map((agent) => agent.id));
  const [chosen, setChosen] = useState<string | null>(order[0] ?? null);
  const agents = order.flatMap((id) => board.agents.find((agent) => agent.id === id) ?? []);
  const name = agents.find((agent) => agent.id === chosen)?.name ?? "";

  return (
    <Dialog
      title={say("assign_title", { visitor: visitorName(state.visitor) })}
      onClose={onClose}
      onSubmit={() => {
        if (chosen) void assign(feed, state, { agent: chosen });
        onClose();
      }}
      foot={
        <>
          <button type="button" class="btn plain" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary" disabled={!chosen}>
            {say("assign_to", { name })}
          </button>
        </>
      }
    >
      <fieldset class="pick">
        <legend class="vh">{say("to")}</legend>
        {agents.map((agent) => (
          <label key={agent.id}>
            <input
              type="radio"
              name="agent"
              checked={agent.id === chosen}
              ref={agent.id === chosen ? takesFocus : undefined}
              onChange={() => setChosen(agent.id)}
            />
            <PresenceDot status={agent.status} />
            <span>
              {agent.name} <span class="faint">{presenceWords(agent.status, agent.reason)}</span>
            </span>
            <span class="num faint">
              <Slots taken={agent.taken} slots={agent.slots} />
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}

async function assign(feed: Feed, state: State, to: Target): Promise<void> {
  const answer = await feed.assign(state.id, to);
  if (!answer.ok) toast(reasonOf(answer.error));
}

function roomiestFirst(agents: readonly AgentShown[]): AgentShown[] {
  const room = (agent: AgentShown) =>
    (agent.status === "online" ? 1000 : agent.status === "away" ? 500 : 0) + agent.slots - agent.taken;
  return [...agents].sort((a, b) => room(b) - room(a) || a.name.localeCompare(b.name));
}
