import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { clock, swap } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { answers } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { isAsked, isMine } from "../inbox/shelf.ts";
import { now } from "../now.ts";
import { listed, visitorName } from "../ui/names.ts";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";
import type { Talk } from "./talk.ts";

type Props = { desk: Desk; talk: Talk; state: State };

/** Between the head and the talk: who asks whom to take it over, who was reminded, who else is here. */
export function Hands({ desk, talk, state }: Props) {
  const me = desk.me.value;
  if (!me) return null;
  return (
    <>
      {isAsked(state, me) ? (
        <Asked desk={desk} talk={talk} state={state} />
      ) : (
        <Asking desk={desk} state={state} />
      )}
      {isMine(state, me) && <Reminded state={state} />}
      <Others talk={talk} myId={me.id} />
    </>
  );
}

/** Somebody would like to give it to me. */
function Asked({ desk, talk, state }: Props) {
  const asked = talk.events.value.findLast((event) => event.type === "transfer.offered");
  const note = asked?.type === "transfer.offered" ? asked.note : null;
  const agent = asked?.by.name ?? state.agent?.name ?? say("somebody");
  return (
    <section class="hands asked" aria-labelledby="h-asked">
      <Icon d={swap} />
      <div class="grow">
        <h3 id="h-asked">{say("asked_title", { agent })}</h3>
        {note && (
          <p class="small" dir="auto">
            {note}
          </p>
        )}
      </div>
      <Left state={state} />
      <button type="button" class="btn" onClick={() => void answers(desk, state, "decline")}>
        {say("asked_no")}
      </button>
      <button type="button" class="btn primary" onClick={() => void answers(desk, state, "accept")}>
        {say("asked_yes")}
      </button>
    </section>
  );
}

/** Somebody is asked whether he takes it. Whose it is may think better of it. */
function Asking({ desk, state }: { desk: Desk; state: State }) {
  const me = desk.me.value;
  if (!state.asked_colleague || state.status === "resolved" || !me) return null;
  const may = isMine(state, me) || me.role !== "agent";
  return (
    <div class="hands">
      <Icon d={swap} small />
      <p class="grow small" role="status">
        {say("asking", { agent: state.asked_colleague.name ?? say("somebody") })}
      </p>
      <Left state={state} />
      {may && (
        <button type="button" class="btn slim" onClick={() => void answers(desk, state, "withdraw")}>
          {say("withdraw")}
        </button>
      )}
    </div>
  );
}

const Left = ({ state }: { state: State }) =>
  state.asked_until == null ? null : (
    <span class="left num">
      <Icon d={clock} small />
      {lasting(Math.max(0, state.asked_until - now.value))}
    </span>
  );

function Reminded({ state }: { state: State }) {
  if (state.agent_nudged_at == null || state.waiting !== "agent") return null;
  return (
    <div class="hands warn">
      <Icon d={clock} small />
      <p class="grow small">{say("nudged_you", { visitor: visitorName(state.visitor) })}</p>
    </div>
  );
}

/** Who else has it open; and who writes an answer to it at this moment, before there are two. */
function Others({ talk, myId }: { talk: Talk; myId: string }) {
  const others = talk.viewers.value.filter((one) => one.id !== myId);
  const writing = talk.typing.shown.value.filter((one) => one.kind === "agent" && one.id !== myId);
  if (others.length === 0 && writing.length === 0) return null;
  const named = (people: readonly { name: string | null }[]) =>
    listed(people.map((one) => one.name ?? say("somebody")));
  return (
    <div class={`hands ${writing.length > 0 ? "warn" : ""}`}>
      <span class="faces">
        {others.slice(0, 4).map((one) => (
          <Avatar key={one.id} kind="person" name={one.name} small />
        ))}
      </span>
      <p class="grow small" role="status">
        {writing.length > 0
          ? say("colleague_writes", { names: named(writing) })
          : say("also_looking", { names: named(others) })}
      </p>
    </div>
  );
}
