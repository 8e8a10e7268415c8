import type { Translation } from "../../../shared/i18n.ts";
import type { audit as english } from "../en/audit.ts";

export const audit: Translation<typeof english> = {
  audit_action: "Was",
  audit_all: "Alles",
  audit_at: "Wann",
  audit_by: "Wer",
  audit_command_line: "Befehlszeile",
  audit_did_agent_status: "Hat den Status gesetzt: {from} → {to}",
  audit_did_conversation_opened: "Hat ein Gespräch geöffnet",
  audit_did_conversation_transcript: "Hat ein Protokoll gelesen",
  audit_did_conversation_watched: "Hat ungesehen zugesehen",
  audit_did_export: "Gespräche ausgeführt: {rows} Zeilen",
  audit_did_history_rewritten:
    "Vergangenes neu geschrieben: {events} Ereignisse aus {timelines} Verläufen, ab {from}",
  audit_did_other: "{action}",
  audit_more: "Mehr zeigen",
  audit_more_failed: "Die älteren kamen nicht. {why}",
  audit_none: "Noch ist nichts festgehalten",
  audit_none_text: "Hier steht, wer in fremde Gespräche gesehen und wer an anderen etwas geändert hat.",
  audit_of: "Wovon",
  audit_open: "Gespräch",
  audit_text:
    "Blicke einer Person in ein Gespräch zählen einmal in zehn Minuten. Hier lässt sich nichts ändern.",
};
