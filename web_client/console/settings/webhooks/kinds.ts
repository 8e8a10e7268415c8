import { say } from "../../words.ts";

/** As the server gives it. `secret`: only when it is new. */
export type Webhook = {
  id: string;
  url: string;
  kinds: Kind[];
  disabled: boolean;
  told_at: number;
  last_error: string | null;
  secret: string | null;
};

export const KINDS = ["alert", "conversation.started", "conversation.resolved", "rated"] as const;
export type Kind = (typeof KINDS)[number];

export function kindNamed(kind: Kind): string {
  switch (kind) {
    case "alert":
      return say("hook_alert");
    case "conversation.started":
      return say("hook_conversation_started");
    case "conversation.resolved":
      return say("hook_conversation_resolved");
    case "rated":
      return say("hook_rated");
  }
}
