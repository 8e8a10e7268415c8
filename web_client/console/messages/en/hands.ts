import type { Messages } from "../../../shared/i18n.ts";

/** Who takes a conversation over, who else looks at it, and who is reminded. */
export const hands = {
  also_looking: "Also looking at this: {names}",
  ask_first: "Ask first",
  ask_first_hint:
    "Whoever you choose sees the conversation and your note, and has a minute to say yes. Until then it stays where it is.",
  ask_whom: "Ask {name}",
  asked_no: "Not now",
  asked_over: "Nobody asks you for this one any more.",
  asked_title: "{agent} asks whether you take this over",
  asked_yes: "Take over",
  asking: "{agent} is asked to take this over",
  colleague_writes: "{names}: writing an answer here",
  ev_asked: "{by} asked {to} to take over",
  ev_asked_note: "{by} asked {to} to take over: “{note}”",
  ev_declined: "{agent}: not able to take over now",
  ev_lapsed: "{agent}: no answer in time, so the next one gets it",
  ev_nudged_agent: "The visitor has waited long; a reminder went to whoever has this",
  ev_nudged_visitor: "Nothing from the visitor for long; the butler asked",
  ev_unanswered: "{agent}: no word within a minute on taking over",
  ev_withdrawn: "{by} took back the question to {agent}",
  group_asked: "You are asked to take over",
  notice_asked: "You are asked to take over {visitor}",
  notice_nudged: "{visitor} is still waiting for you",
  nudged_you: "A reminder: {visitor} is still waiting for your reply",
  to_you: "you",
  withdraw: "Withdraw",
} as const satisfies Messages;
