import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { alert, close, off } from "../../shared/icons.ts";
import { type Alert, isBad, worded } from "../alerts/alert.ts";
import { presenceWords } from "../ui/absences.ts";
import { dueOf } from "../ui/due.ts";
import { visitorName } from "../ui/names.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { Slots } from "../ui/slots.tsx";
import { lasting } from "../ui/spans.ts";
import { TimeLeft } from "../ui/time_left.tsx";
import { locale, say } from "../words.ts";
import { byState } from "./agents.tsx";
import type { Board, Feed, Today } from "./feed.ts";
import { unitOf, withUnit } from "./figures.ts";
import { Now } from "./now.tsx";
import { agentsOf, alertsOf, type Part, statesOf } from "./part.ts";
import { VerdictTag } from "./today.tsx";

const SHOWN = ["frt", "service_level", "sla_attainment", "abandonment", "csat", "volume", "backlog"] as const;

type Props = { feed: Feed; board: Board; part: Part; at: number; onLeave: () => void };

/** For the wall: read from three metres, nothing to press, nothing that scrolls or takes turns. */
export function BigScreen({ feed, board, part, at, onLeave }: Props) {
  useEscape(onLeave);
  const live = feed.status.value === "online";
  const today = feed.today.value;
  return (
    <>
      <header class="big-bar">
        <p class="row num">
          <span class={`dot ${live ? "" : "off"}`} aria-hidden="true" />
          <span class="vh">{live ? say("board_is_live") : say("board_is_not_live")}</span>
          <time>{new Intl.DateTimeFormat(locale.value, { timeStyle: "medium" }).format(at)}</time>
        </p>
        <Worst alerts={alertsOf(part, board.alerts)} at={at} told={board.at} live={live} />
        <button type="button" class="btn plain icon" aria-label={say("leave_screen")} onClick={onLeave}>
          <Icon d={close} />
        </button>
      </header>
      <Now board={board} at={at} part={part} />
      <div class="big-three">
        <Card title={say("waiting_now")} empty={say("nobody_waits")}>
          {statesOf(part, board.queue).map((state) => {
            const due = dueOf(state, at);
            return (
              <li key={state.id}>
                <span class="cut grow">
                  <bdi>{visitorName(state.visitor)}</bdi>
                </span>
                <span class="num">{lasting(at - (state.waiting_since ?? state.started_at))}</span>
                {due && <TimeLeft due={due} at={at} />}
              </li>
            );
          })}
        </Card>
        <Card title={say("agents")} empty={say("nobody_is_there")}>
          {byState(agentsOf(part, board.agents))
            .filter((agent) => agent.status !== "offline")
            .map((agent) => (
              <li key={agent.id}>
                <PresenceDot status={agent.status} />
                <span class="cut grow">
                  <bdi>{agent.name}</bdi>{" "}
                  {agent.status !== "online" && (
                    <span class="faint">{presenceWords(agent.status, agent.reason)}</span>
                  )}
                </span>
                <span class="num faint">{agent.since ? lasting(at - agent.since) : ""}</span>
                <Slots taken={agent.taken} slots={agent.slots} />
              </li>
            ))}
        </Card>
        <Card
          title={say("today_against")}
          empty={say(today.state === "coming" ? "figure_coming" : "figure_missing")}
        >
          {today.state === "there"
            ? SHOWN.map((name) => <DayRow key={name} name={name} today={today} />)
            : []}
        </Card>
      </div>
    </>
  );
}

function DayRow({ name, today }: { name: (typeof SHOWN)[number]; today: Today }) {
  const figure = today.figures[name];
  const value = figure?.value == null ? "–" : withUnit(figure.value, unitOf(name, figure), locale.value);
  return (
    <li>
      <span class="cut grow">{say(`kpi_${name}`)}</span>
      {figure && <VerdictTag figure={figure} />}
      <b class="num">{value}</b>
    </li>
  );
}

type WorstProps = { alerts: readonly Alert[]; at: number; told: number; live: boolean };

/** One line: what is worst now, and how many more there are. */
function Worst({ alerts, at, told, live }: WorstProps) {
  if (!live)
    return (
      <p class="worst warn" role="status">
        <Icon d={off} />
        {say("board_stands_still")}
      </p>
    );
  const [worst, ...more] = [...alerts].sort((a, b) => Number(isBad(b)) - Number(isBad(a)));
  if (!worst) return <span class="grow" />;
  return (
    <p class={`worst num ${isBad(worst) ? "bad" : "warn"}`} role="alert">
      <Icon d={alert} />
      <span class="cut">{worded(worst, at, told)}</span>
      {more.length > 0 && <span>{say("alerts_more", { n: more.length })}</span>}
    </p>
  );
}

type CardProps = { title: string; empty: string; children: preact.JSX.Element[] };

/** As many as there is room for; the rest is counted. */
function Card({ title, empty, children }: CardProps) {
  const [list, room] = useRoomFor(children.length);
  const shown = children.length > room ? Math.max(0, room - 1) : children.length;
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      <ul ref={list}>
        {children.slice(0, shown)}
        {children.length === 0 && <li class="faint">{empty}</li>}
        {children.length > shown && (
          <li class="faint num">{say("alerts_more", { n: children.length - shown })}</li>
        )}
      </ul>
    </section>
  );
}

/** How many rows fit into a list, measured by its first one. */
function useRoomFor(count: number) {
  const list = useRef<HTMLUListElement>(null);
  const [room, setRoom] = useState(count);
  useLayoutEffect(() => {
    const measure = () => {
      const row = list.current?.firstElementChild?.getBoundingClientRect().height ?? 0;
      if (list.current && row > 0) setRoom(Math.floor((list.current.clientHeight + 1) / row));
    };
    measure();
    const seen = new ResizeObserver(measure);
    if (list.current) seen.observe(list.current);
    return () => seen.disconnect();
  }, [count]);
  return [list, room] as const;
}

function useEscape(leave: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => event.key === "Escape" && leave();
    // The browser takes Escape for itself while the page fills the screen.
    const left = () => document.fullscreenElement === null && leave();
    document.addEventListener("keydown", pressed);
    document.addEventListener("fullscreenchange", left);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("fullscreenchange", left);
    };
  }, [leave]);
}
