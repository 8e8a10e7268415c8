import type { ReadonlySignal } from "@preact/signals";
import { Icon } from "../../shared/icon.tsx";
import { search } from "../../shared/icons.ts";
import type { Desk } from "../desk.ts";
import { Choice } from "../ui/choice.tsx";
import { KeyCap } from "../ui/key_cap.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { say } from "../words.ts";
import { Nothing } from "./nothing.tsx";
import { Resolved } from "./resolved.tsx";
import { Row } from "./row.tsx";
import { counted, type Group, isMine, type Tab } from "./shelf.ts";
import { kind, pointed, query, tab } from "./view.ts";

type Props = { desk: Desk; groups: ReadonlySignal<Group[]>; current: string | null; onHelp: () => void };

/** The list on the left: mine, who waits, all. */
export function Inbox({ desk, groups, current, onHelp }: Props) {
  return (
    <section class="inbox" aria-labelledby="h-in">
      <header class="pane-head">
        <h2 id="h-in" class="grow">
          {say("inbox")}
        </h2>
      </header>
      <div class="tools">
        <Tabs desk={desk} />
        <Search />
        {tab.value === "all" && (
          <Choice
            label={say("show")}
            value={kind.value}
            options={[
              { value: "open", label: say("open_ones") },
              { value: "resolved", label: say("resolved_ones") },
            ]}
            onChoose={(value) => {
              kind.value = value;
            }}
          />
        )}
      </div>
      <section
        class="scroll"
        tabIndex={0}
        aria-label={say("conversations")}
        onPointerEnter={() => {
          pointed.value = true;
        }}
        onPointerLeave={() => {
          pointed.value = false;
        }}
      >
        {desk.ready.value ? (
          <Groups desk={desk} groups={groups.value} current={current} />
        ) : (
          <Skeleton label={say("loading_conversations")} rows={5} />
        )}
      </section>
      <p class="keys-line row only-desk faint">
        <kbd>J</kbd>
        <kbd>K</kbd> {say("keys_move")}
        <span class="grow" />
        <button type="button" class="btn plain slim" onClick={onHelp}>
          <KeyCap of="?" /> {say("keys_all")}
        </button>
      </p>
    </section>
  );
}

function Tabs({ desk }: { desk: Desk }) {
  const me = desk.me.value;
  const states = [...desk.states.value.values()];
  const label = (of: Tab) => (
    <>
      {say(`tab_${of}`)} <span class="num faint">{me ? counted(states, of, me) : ""}</span>
    </>
  );
  const options = (["mine", "waiting", "all"] as const).map((value) => ({ value, label: label(value) }));
  return (
    <Choice
      label={say("show")}
      value={tab.value}
      options={options}
      onChoose={(value) => {
        tab.value = value;
      }}
    />
  );
}

function Search() {
  return (
    <div class="find">
      <Icon d={search} small />
      <input
        id="search"
        class="input"
        type="search"
        aria-label={say("search_conversations")}
        placeholder={say("search")}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <KeyCap of="/" />
    </div>
  );
}

function Groups({ desk, groups, current }: { desk: Desk; groups: readonly Group[]; current: string | null }) {
  const me = desk.me.value;
  const resolved = tab.value === "all" && kind.value === "resolved";
  return (
    <>
      {groups.map((group, place) => (
        <div key={group.name}>
          <h3 class="group">
            <span>{say(`group_${group.name}`)}</span>
            {place === 0 && !resolved && (
              <span>{say(group.name === "queue" ? "next_first" : "longest_first")}</span>
            )}
          </h3>
          <ul>
            {group.states.map((state) => (
              <Row
                key={state.id}
                state={state}
                current={state.id === current}
                mine={me !== null && isMine(state, me)}
              />
            ))}
          </ul>
        </div>
      ))}
      {resolved ? (
        <Resolved key={desk.arrivals.value} desk={desk} />
      ) : (
        groups.length === 0 && <Nothing desk={desk} />
      )}
    </>
  );
}
