import type { Translation } from "../../../shared/i18n.ts";
import type { tree as english } from "../en/tree.ts";

export const tree: Translation<typeof english> = {
  tree_collinear:
    "In diesem Zeitraum sagen diese Größen über jedes Gespräch dasselbe; welche davon mit der Zufriedenheit einhergeht, lässt sich nicht sagen: {branches}.",
  tree_constant: "Diese Gespräche unterschieden sich in nichts.",
  tree_explains: "Zusammen erklären sie {share} der Unterschiede zwischen den Besuchern.",
  tree_fcr: "Eine Lösung beim ersten Kontakt",
  tree_left_out: "Weggelassen, weil bei allen gleich: {branches}.",
  tree_length: "Zehn Nachrichten mehr",
  tree_less: "geht mit {points} Punkten weniger einher ({from} bis {to})",
  tree_more: "geht mit {points} Punkten mehr einher ({from} bis {to})",
  tree_no_variation:
    "Alle diese Besucher waren zufrieden, oder keiner: Nichts geht mit einem Unterschied einher.",
  tree_not_cause: "Was zusammen auftritt, muss nicht Ursache und Wirkung sein.",
  tree_of: { one: "Aus einem bewerteten Gespräch.", other: "Aus {n} bewerteten Gesprächen." },
  tree_pending: {
    one: "Bei einem weiteren muss eine Woche vergehen, bis feststeht, ob es gleich gelöst wurde.",
    other: "Bei {n} weiteren muss eine Woche vergehen, bis feststeht, ob sie gleich gelöst wurden.",
  },
  tree_saturated: "Einzelne Gespräche entscheiden alles; Sicheres lässt sich nicht sagen.",
  tree_title: "Was mit Zufriedenheit einhergeht",
  tree_too_few: "Weniger als 30 bewertete Gespräche in diesem Zeitraum: zu wenige für eine Aussage.",
  tree_transfers: "Eine Weiterleitung mehr",
  tree_unclear: "geht mit keinem erkennbaren Unterschied einher ({from} bis {to} Punkte)",
  tree_unit: "Punkte Zufriedenheit, 95-%-Intervall",
  tree_wait: "Eine Minute mehr Warten auf die erste Antwort",
};
