import type { Translation } from "../../../shared/i18n.ts";
import type { tree as english } from "../en/tree.ts";

export const tree: Translation<typeof english> = {
  tree_collinear:
    "In questo periodo questi fattori dicono la stessa cosa di ogni conversazione; non si può dire quale si accompagni alla soddisfazione: {branches}.",
  tree_constant: "Queste conversazioni non differivano in nulla.",
  tree_explains: "Insieme spiegano il {share} delle differenze tra i visitatori.",
  tree_fcr: "Una soluzione al primo contatto",
  tree_left_out: "Escluso perché uguale per tutti: {branches}.",
  tree_length: "Dieci messaggi in più",
  tree_less: "si accompagna a {points} punti in meno (da {from} a {to})",
  tree_more: "si accompagna a {points} punti in più (da {from} a {to})",
  tree_no_variation:
    "Tutti questi visitatori erano soddisfatti, o nessuno: nulla si accompagna a una differenza.",
  tree_not_cause: "Ciò che va insieme non è per forza causa ed effetto.",
  tree_of: { one: "Da una conversazione valutata.", other: "Da {n} conversazioni valutate." },
  tree_pending: {
    one: "Per un’altra deve passare una settimana prima di sapere se è stata risolta subito.",
    other: "Per altre {n} deve passare una settimana prima di sapere se sono state risolte subito.",
  },
  tree_saturated: "Singole conversazioni decidono tutto: non si può dire nulla di certo.",
  tree_title: "Che cosa si accompagna alla soddisfazione",
  tree_too_few: "Meno di 30 conversazioni valutate in questo periodo: troppo poche per dirlo.",
  tree_transfers: "Un trasferimento in più",
  tree_unclear: "non si accompagna a differenze riconoscibili (da {from} a {to} punti)",
  tree_unit: "punti di soddisfazione, intervallo al 95 %",
  tree_wait: "Un minuto in più di attesa della prima risposta",
};
