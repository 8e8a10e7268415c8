import type { State } from "../../shared/state.ts";
import { say } from "../words.ts";

/** The last public message, on one line, with who wrote it unless it was the visitor. */
export function lastWords(state: State, mine: boolean): string {
  const preview = state.preview;
  if (!preview) return say("nothing_written");
  const text = preview.text.replace(/\s+/g, " ");
  if (preview.by === "bot") return `${say("butler")}: ${text}`;
  if (preview.by !== "agent") return text;
  return `${mine ? say("you") : (state.agent?.name ?? say("agent"))}: ${text}`;
}
