import type { Translation } from "../../../shared/i18n.ts";
import type { hands as english } from "../en/hands.ts";

export const hands: Translation<typeof english> = {
  also_looking: "La stanno guardando anche: {names}",
  ask_first: "Chiedi prima",
  ask_first_hint:
    "La persona scelta vede la conversazione e la tua nota, e ha un minuto per accettare. Fino ad allora resta dov’è.",
  ask_whom: "Chiedi a {name}",
  asked_no: "Non ora",
  asked_over: "Per questa conversazione non te lo chiede più nessuno.",
  asked_title: "{agent} chiede se puoi prenderla tu",
  asked_yes: "Prendila",
  asking: "Richiesta inviata a {agent}",
  colleague_writes: "{names}: sta scrivendo una risposta qui",
  ev_asked: "{by}: chiesto a {to} di prenderla",
  ev_asked_note: "{by}: chiesto a {to} di prenderla: «{note}»",
  ev_declined: "{agent}: ora non può prenderla",
  ev_lapsed: "{agent}: nessuna risposta in tempo, quindi passa alla persona successiva",
  ev_nudged_agent: "Attesa lunga; promemoria inviato a chi segue la conversazione",
  ev_nudged_visitor: "Silenzio da parte del visitatore; il maggiordomo ha chiesto",
  ev_unanswered: "{agent}: nessuna risposta alla richiesta entro un minuto",
  ev_withdrawn: "{by}: richiesta a {agent} ritirata",
  group_asked: "Ti chiedono di prenderla",
  notice_asked: "Puoi prendere tu la conversazione con {visitor}?",
  notice_nudged: "{visitor} attende ancora la tua risposta",
  nudged_you: "Promemoria: {visitor} attende ancora la tua risposta",
  to_you: "te",
  withdraw: "Ritira",
};
