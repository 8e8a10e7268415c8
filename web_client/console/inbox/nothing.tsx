import { check, inbox as inboxIcon, person, search } from "../../shared/icons.ts";
import { stand } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { Blank } from "../ui/blank.tsx";
import { say } from "../words.ts";
import { counted } from "./shelf.ts";
import { query, tab } from "./view.ts";

/** What the list says when it is empty: why that is so, and what one can do. */
export function Nothing({ desk }: { desk: Desk }) {
  if (query.value) return <NothingFound />;
  if (tab.value === "waiting")
    return <Blank icon={check} title={say("nobody_waits")} text={say("come_by_themselves")} />;
  if (tab.value === "all")
    return <Blank icon={inboxIcon} title={say("no_conversations")} text={say("come_by_themselves")} />;
  return <NothingMine desk={desk} />;
}

/** Who is not online is given nothing, and waits for it in vain. */
function NothingMine({ desk }: { desk: Desk }) {
  if (desk.me.value?.status === "online")
    return (
      <Blank icon={check} title={say("all_answered")} text={say("nobody_waits_for_you")}>
        <OthersWait desk={desk} />
      </Blank>
    );
  return (
    <Blank icon={person} title={say("not_online")} text={say("not_online_text")}>
      <button type="button" class="btn primary" onClick={() => void stand(desk, "online")}>
        {say("go_online")}
      </button>
      <OthersWait desk={desk} />
    </Blank>
  );
}

function OthersWait({ desk }: { desk: Desk }) {
  const me = desk.me.value;
  const n = me ? counted(desk.states.value.values(), "waiting", me) : 0;
  if (n === 0) return null;
  const show = () => {
    tab.value = "waiting";
  };
  return (
    <button type="button" class="btn num" onClick={show}>
      {say("others_wait", { n })}
    </button>
  );
}

function NothingFound() {
  const clear = () => {
    query.value = "";
  };
  return (
    <Blank icon={search} title={say("nothing_for", { query: query.value })} text={say("searched_in_loaded")}>
      <button type="button" class="btn" onClick={clear}>
        {say("clear_search")}
      </button>
    </Blank>
  );
}
