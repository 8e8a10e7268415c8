import type { Messages } from "../../../shared/i18n.ts";

/** What goes with satisfaction. Never what causes it. */
export const tree = {
  tree_collinear:
    "In this period these say the same of each conversation, so it cannot be told which of them goes with satisfaction: {branches}.",
  tree_constant: "Nothing differed between these conversations.",
  tree_explains: "Together they account for {share} of the differences between visitors.",
  tree_fcr: "Being solved at the first contact",
  tree_left_out: "Left out, for it was the same for all: {branches}.",
  tree_length: "Ten messages more",
  tree_less: "goes with {points} points less ({from} to {to})",
  tree_more: "goes with {points} points more ({from} to {to})",
  tree_no_variation: "All of these visitors were satisfied, or none: nothing goes with a difference.",
  tree_not_cause: "What goes together need not be cause and effect.",
  tree_of: { one: "From one rated conversation.", other: "From {n} rated conversations." },
  tree_pending: {
    one: "Of one more a week must pass before it is known whether it was solved at once.",
    other: "Of {n} more a week must pass before it is known whether they were solved at once.",
  },
  tree_saturated: "Single conversations decide it all, so that nothing certain can be said.",
  tree_title: "What goes with satisfaction",
  tree_too_few: "Under 30 rated conversations in this period: too few to say.",
  tree_transfers: "One transfer more",
  tree_unclear: "goes with no difference that can be told ({from} to {to} points)",
  tree_unit: "points of satisfaction, 95 % interval",
  tree_wait: "Waiting a minute more for the first answer",
} as const satisfies Messages;
