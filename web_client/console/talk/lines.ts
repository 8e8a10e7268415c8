import type { Event, MessageSent, Named, Sender, SenderKind, Whispered } from "../../shared/protocol.ts";

/** Texts that one sender wrote in a row. */
export type Said = {
  kind: "said";
  key: string;
  by: Sender;
  at: number;
  note: boolean;
  /** A supervisor's word, and to whom. */
  whisper?: Named | null;
  texts: readonly { seq: number; text: string; choices: readonly string[] }[];
  /** The visitor has read the last of them. */
  read: boolean;
};
export type Line =
  | Said
  | { kind: "day"; key: string; at: number }
  | { kind: "happened"; key: string; event: Happening };

/** What is told between the messages. */
export type Happening = Exclude<
  Event,
  {
    type:
      | "message.sent"
      | "whispered"
      | "message.read"
      | "message.delivered"
      | "agent.status"
      | "page.viewed";
  }
>;

const TOGETHER = 5 * 60_000; // ms; later than that it begins anew
const QUIET = new Set<Event["type"]>([
  "message.read",
  "message.delivered",
  "agent.status",
  "page.viewed",
  "handed_off",
  "survey.sent",
  "wrapup.ended",
  "sla.applied",
]);

type Days = (a: number, b: number) => boolean;

/** A timeline as it is read: days, messages in rows, and what happened between them. */
export function linesOf(events: readonly Event[], sameDay: Days): Line[] {
  const readUpto = visitorRead(events);
  const lines: Line[] = [];
  let last: number | null = null;
  for (const [place, event] of events.entries()) {
    if (QUIET.has(event.type) || isExplained(event, events[place - 1])) continue;
    if (last === null || !sameDay(last, event.at))
      lines.push({ kind: "day", key: `d${event.seq}`, at: event.at });
    last = event.at;
    if (event.type === "message.sent") addMessage(lines, event, readUpto);
    else if (event.type === "whispered") lines.push(whisperOf(event));
    else lines.push({ kind: "happened", key: `e${event.seq}`, event: event as Happening });
  }
  return lines;
}

/** Why he got it says that he got it. */
const isExplained = (event: Event, before: Event | undefined): boolean =>
  event.type === "assigned" && before?.type === "routed" && before.agent?.id === event.agent.id;

/** The number up to which the visitor has read. */
export const visitorRead = (events: readonly Event[]): number => readBy(events, "visitor");

/** The number of the last message that the visitor wrote, or 0. */
export const lastOfVisitor = (events: readonly Event[]): number =>
  events.findLast((event) => event.type === "message.sent" && event.by.kind === "visitor")?.seq ?? 0;

function addMessage(lines: Line[], event: MessageSent, readUpto: number): void {
  const said = { seq: event.seq, text: event.text, choices: event.choices.map((choice) => choice.label) };
  const read = event.seq <= readUpto;
  const before = lines.at(-1);
  if (before?.kind === "said" && goesOn(before, event)) {
    lines[lines.length - 1] = { ...before, texts: [...before.texts, said], read };
    return;
  }
  const note = !event.public;
  lines.push({ kind: "said", key: `m${event.seq}`, by: event.by, at: event.at, note, texts: [said], read });
}

const whisperOf = (event: Whispered): Said => ({
  kind: "said",
  key: `w${event.seq}`,
  by: event.by,
  at: event.at,
  note: true,
  whisper: event.to ?? null,
  texts: [{ seq: event.seq, text: event.text, choices: [] }],
  read: false,
});

const goesOn = (before: Said, event: MessageSent): boolean =>
  before.by.kind === event.by.kind &&
  before.by.id === event.by.id &&
  before.note === !event.public &&
  before.whisper === undefined &&
  event.at - before.at < TOGETHER;

function readBy(events: readonly Event[], kind: SenderKind): number {
  return events.reduce(
    (upto, event) =>
      event.type === "message.read" && event.by.kind === kind
        ? Math.max(upto, event.upto ?? event.seq)
        : upto,
    0,
  );
}
