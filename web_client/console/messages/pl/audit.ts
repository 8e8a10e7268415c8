import type { Translation } from "../../../shared/i18n.ts";
import type { audit as english } from "../en/audit.ts";

export const audit: Translation<typeof english> = {
  audit_action: "Co",
  audit_all: "Wszystko",
  audit_at: "Kiedy",
  audit_by: "Kto",
  audit_command_line: "Wiersz poleceń",
  audit_did_agent_status: "Zmiana stanu: {from} → {to}",
  audit_did_conversation_opened: "Otwarcie rozmowy",
  audit_did_conversation_transcript: "Odczyt zapisu rozmowy",
  audit_did_conversation_watched: "Niezauważony podgląd",
  audit_did_export: "Eksport rozmów, wierszy: {rows}",
  audit_did_history_rewritten: "Przepisana historia: {events} zdarzeń z {timelines} osi czasu, od {from}",
  audit_did_other: "{action}",
  audit_more: "Pokaż więcej",
  audit_more_failed: "Wcześniejsze wpisy nie nadeszły. {why}",
  audit_none: "Nic jeszcze nie zapisano",
  audit_none_text: "Tu widać, kto zaglądał do cudzych rozmów i kto zmieniał coś u innych.",
  audit_of: "Czego dotyczy",
  audit_open: "Rozmowa",
  audit_text:
    "Zaglądanie jednej osoby do jednej rozmowy liczy się raz na dziesięć minut. Niczego tu nie można zmienić.",
};
