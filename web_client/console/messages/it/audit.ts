import type { Translation } from "../../../shared/i18n.ts";
import type { audit as english } from "../en/audit.ts";

export const audit: Translation<typeof english> = {
  audit_action: "Cosa",
  audit_all: "Tutto",
  audit_at: "Quando",
  audit_by: "Chi",
  audit_command_line: "Riga di comando",
  audit_did_agent_status: "Ha impostato lo stato: {from} → {to}",
  audit_did_conversation_opened: "Ha aperto una conversazione",
  audit_did_conversation_transcript: "Ha letto una trascrizione",
  audit_did_conversation_watched: "Ha osservato senza essere visto",
  audit_did_export: "Conversazioni esportate: {rows} righe",
  audit_did_history_rewritten: "Storia riscritta: {events} eventi di {timelines} cronologie, dal {from}",
  audit_did_other: "{action}",
  audit_more: "Mostra altro",
  audit_more_failed: "Le voci precedenti non sono arrivate. {why}",
  audit_none: "Non è stato ancora registrato nulla",
  audit_none_text: "Qui si legge chi ha guardato conversazioni altrui e chi ha cambiato qualcosa di altri.",
  audit_of: "Di che cosa",
  audit_open: "Conversazione",
  audit_text:
    "Gli sguardi di una persona in una conversazione contano una volta ogni dieci minuti. Qui nulla può essere cambiato.",
};
