import { languageName } from "../settings/people/languages.tsx";
import { priorityWords } from "../settings/teams/urgency.tsx";
import { scored } from "../ui/scores.ts";
import { check, clock, flag, person, snooze, star, swap } from "../ui/signs.ts";
import { say } from "../words.ts";
import type { Happening } from "./lines.ts";

/** An event between the messages: a sign and a sentence; null for what need not be told. */
export function happened(event: Happening, myId: string | null): { icon: string; text: string } | null {
  const by = event.by.id === myId && myId ? say("you") : (event.by.name ?? byKind(event));
  switch (event.type) {
    case "conversation.started":
      return { icon: person, text: started(event) };
    case "queued":
      return { icon: clock, text: queued(event) };
    case "wait.told":
      return { icon: clock, text: told(event) };
    case "prioritised":
      return { icon: flag, text: prioritised(event, by) };
    case "needs.set":
      return { icon: flag, text: needsSet(event, by) };
    case "assigned":
      return { icon: person, text: assigned(event, by, myId) };
    case "unassigned":
      return { icon: person, text: say("ev_unassigned", { agent: nameOf(event.agent, myId) }) };
    case "transferred":
      return { icon: swap, text: transferred(event, by, myId) };
    case "transfer.offered":
      return { icon: swap, text: asked(event, by, myId) };
    case "transfer.declined":
      return { icon: swap, text: declined(event, by, myId) };
    case "offer.lapsed":
      return { icon: clock, text: say("ev_lapsed", { agent: nameOf(event.agent, myId) }) };
    case "nudged":
      return { icon: clock, text: say(`ev_nudged_${event.whom}`) };
    case "snoozed":
      return { icon: snooze, text: say("ev_snoozed", { by }) };
    case "unsnoozed":
      return { icon: snooze, text: say("ev_unsnoozed") };
    case "resolved":
      return { icon: check, text: say("ev_resolved", { by, reason: say(`resolved_${event.reason}`) }) };
    case "reopened":
      return { icon: clock, text: say("ev_reopened", { by }) };
    case "visitor.left":
      return { icon: person, text: say("ev_left") };
    case "visitor.returned":
      return { icon: person, text: say("ev_returned") };
    case "visitor.identified":
      return { icon: check, text: say("ev_identified") };
    case "details.given":
      return { icon: person, text: say("ev_details", { what: details(event) }) };
    case "rated":
      return { icon: star, text: rated(event) };
    case "tagged":
      return {
        icon: flag,
        text: event.tags.length ? say("ev_tagged", { tags: event.tags.join(", ") }) : say("ev_untagged"),
      };
    case "marked_spam":
      return { icon: flag, text: say("ev_spam", { by }) };
    case "sla.warned":
      return { icon: clock, text: say("ev_sla_warned", { what: say(`what_${event.target}`) }) };
    case "sla.breached":
      return { icon: clock, text: say("ev_sla_breached", { what: say(`what_${event.target}`) }) };
    case "watched":
      return { icon: person, text: say("ev_watched", { by }) };
    default:
      return null;
  }
}

function queued(event: Of<"queued">): string {
  const team = event.team?.name ?? say("any_team");
  return say(event.reason === "overflow" ? "ev_overflowed" : "ev_queued", { team });
}

function prioritised(event: Of<"prioritised">, by: string): string {
  const urgency = priorityWords(event.priority);
  if (event.by.kind === "agent") return say("ev_prioritised_by", { by, urgency });
  if (event.reason === "no_rule") return `${say("priority")}: ${urgency}`;
  return say("ev_prioritised", { urgency, rule: event.reason });
}

function needsSet(event: Of<"needs.set">, by: string): string {
  const what = [...event.skills, ...(event.language ? [languageName(event.language)] : [])];
  return what.length ? say("ev_needs", { by, what: what.join(", ") }) : say("ev_needs_nothing", { by });
}

type Of<T extends Happening["type"]> = Extract<Happening, { type: T }>;

function told({ position: n, low, high }: Of<"wait.told">): string {
  const minutes = (ms: number) => ms / 60_000;
  return high === null
    ? say("ev_told_long", { n, low: minutes(low) })
    : say("ev_told", { n, low: minutes(low), high: minutes(high) });
}

const nameOf = (who: { id: string; name: string | null } | null, myId: string | null): string =>
  who && who.id === myId ? say("you") : (who?.name ?? say("somebody"));

/** The same within a sentence. */
const toWhom = (who: { id: string; name: string | null }, myId: string | null): string =>
  who.id === myId ? say("to_you") : nameOf(who, myId);

function byKind(event: Happening): string {
  if (event.by.kind === "visitor") return say("the_visitor");
  return event.by.kind === "bot" ? say("butler") : say("the_system");
}

const started = (event: Of<"conversation.started">): string =>
  event.mode === "offline" ? say("ev_started_offline") : say("ev_started");

function assigned(event: Of<"assigned">, by: string, myId: string | null): string {
  const agent = nameOf(event.agent, myId);
  if (event.by.id === event.agent.id) return say("ev_took", { agent });
  return event.by.kind === "agent" ? say("ev_given", { agent, by }) : say("ev_assigned", { agent });
}

function transferred(event: Of<"transferred">, by: string, myId: string | null): string {
  const to = event.team ? (event.to.name ?? say("any_team")) : toWhom(event.to, myId);
  return event.note
    ? say("ev_transferred_note", { by, to, note: event.note })
    : say("ev_transferred", { by, to });
}

function asked(event: Of<"transfer.offered">, by: string, myId: string | null): string {
  const to = toWhom(event.to, myId);
  return event.note ? say("ev_asked_note", { by, to, note: event.note }) : say("ev_asked", { by, to });
}

function declined(event: Of<"transfer.declined">, by: string, myId: string | null): string {
  if (event.reason === "withdrawn") return say("ev_withdrawn", { by, agent: toWhom(event.agent, myId) });
  const agent = nameOf(event.agent, myId);
  return event.reason === "lapsed" ? say("ev_unanswered", { agent }) : say("ev_declined", { agent });
}

function details(event: Of<"details.given">): string {
  return [event.name, event.email, event.phone].filter(Boolean).join(", ") || say("more_details");
}

function rated(event: Of<"rated">): string {
  const score = event.score === null ? "–" : scored(event.score, event.scale);
  return event.comment
    ? say("ev_rated_comment", { score, comment: event.comment })
    : say("ev_rated", { score });
}
