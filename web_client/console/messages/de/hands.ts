import type { Translation } from "../../../shared/i18n.ts";
import type { hands as english } from "../en/hands.ts";

export const hands: Translation<typeof english> = {
  also_looking: "Haben es auch geöffnet: {names}",
  ask_first: "Erst fragen",
  ask_first_hint:
    "Wen Sie wählen, der sieht das Gespräch und Ihre Notiz und hat eine Minute, um zuzusagen. Bis dahin bleibt es, wo es ist.",
  ask_whom: "{name} fragen",
  asked_no: "Jetzt nicht",
  asked_over: "Hierum werden Sie nicht mehr gebeten.",
  asked_title: "{agent} fragt, ob Sie übernehmen",
  asked_yes: "Übernehmen",
  asking: "{agent} ist gefragt, ob eine Übernahme passt",
  colleague_writes: "{names}: schreibt hier gerade eine Antwort",
  ev_asked: "{by}: Bitte um Übernahme an {to}",
  ev_asked_note: "{by}: Bitte um Übernahme an {to}: „{note}“",
  ev_declined: "{agent}: kann jetzt nicht übernehmen",
  ev_lapsed: "{agent}: keine Antwort in der Zeit, also bekommt es der Nächste",
  ev_nudged_agent: "Langes Warten; wer das Gespräch hat, wurde erinnert",
  ev_nudged_visitor: "Lange nichts gehört; der Butler fragte nach",
  ev_unanswered: "{agent}: eine Minute lang keine Antwort zur Übernahme",
  ev_withdrawn: "{by}: Bitte um Übernahme zurückgezogen ({agent})",
  group_asked: "Sie sollen übernehmen",
  notice_asked: "Übernehmen Sie das Gespräch mit {visitor}?",
  notice_nudged: "{visitor} wartet noch auf Sie",
  nudged_you: "Zur Erinnerung: {visitor} wartet noch auf Ihre Antwort",
  to_you: "Sie",
  withdraw: "Zurückziehen",
};
