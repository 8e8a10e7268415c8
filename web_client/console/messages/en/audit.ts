import type { Messages } from "../../../shared/i18n.ts";

/** Who looked at what, and who changed what of others. */
export const audit = {
  audit_action: "What",
  audit_all: "Everything",
  audit_at: "When",
  audit_by: "Who",
  audit_command_line: "Command line",
  audit_did_agent_status: "Said how an agent stands: {from} → {to}",
  audit_did_conversation_opened: "Opened a conversation",
  audit_did_conversation_transcript: "Read a transcript",
  audit_did_conversation_watched: "Looked on unseen",
  audit_did_export: "Exported conversations: {rows} rows",
  audit_did_history_rewritten: "Rewrote history: {events} events of {timelines} timelines, from {from} on",
  audit_did_other: "{action}",
  audit_more: "Show more",
  audit_more_failed: "The earlier ones did not come. {why}",
  audit_none: "Nothing has been kept yet",
  audit_none_text:
    "Here stands who looked into somebody else’s conversation, and who changed what of others.",
  audit_of: "Of what",
  audit_open: "Conversation",
  audit_text:
    "Looks of one person into one conversation count once in ten minutes. Nothing here can be changed.",
} as const satisfies Messages;
