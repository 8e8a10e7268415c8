import { check, clock, flag, lock, person, snooze, star, swap } from "../ui/signs.ts";
import { say } from "../words.ts";
import type { Happening } from "./lines.ts";

/** An event between the messages: a sign and a sentence; null for what need not be told. */
export function happened(event: Happening, myId: string | null): { icon: string; text: string } | null {
  const by = event.by.id === myId && myId ? say("you") : (event.by.name ?? byKind(event));
  switch (event.type) {
    case "conversation.started":
      return { icon: person, text: started(event) };
    case "queued":
      return { icon: clock, text: say("ev_queued", { team: event.team?.name ?? say("any_team") }) };
    case "assigned":
      return { icon: person, text: assigned(event, by, myId) };
    case "unassigned":
      return { icon: person, text: say("ev_unassigned", { agent: nameOf(event.agent, myId) }) };
    case "transferred":
      return { icon: swap, text: transferred(event, by, myId) };
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
    case "watched":
      return { icon: person, text: say("ev_watched", { by }) };
    case "whispered":
      return { icon: lock, text: say("ev_whispered", { by, text: event.text }) };
    default:
      return null;
  }
}

type Of<T extends Happening["type"]> = Extract<Happening, { type: T }>;

const nameOf = (who: { id: string; name: string | null } | null, myId: string | null): string =>
  who && who.id === myId ? say("you") : (who?.name ?? say("somebody"));

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
  const to = event.team ? (event.to.name ?? say("any_team")) : nameOf(event.to, myId);
  return event.note
    ? say("ev_transferred_note", { by, to, note: event.note })
    : say("ev_transferred", { by, to });
}

function details(event: Of<"details.given">): string {
  return [event.name, event.email, event.phone].filter(Boolean).join(", ") || say("more_details");
}

function rated(event: Of<"rated">): string {
  const score = event.score ?? 0;
  return event.comment
    ? say("ev_rated_comment", { score, comment: event.comment })
    : say("ev_rated", { score });
}
