import type { Named } from "../../shared/protocol.ts";
import { locale, say } from "../words.ts";

/** The visitor's name, or what stands for it: the end of the id, so that two nameless ones differ. */
export const visitorName = (visitor: Named): string =>
  visitor.name?.trim() || say("visitor_nameless", { id: visitor.id.slice(-4) });

/** "Ada, Ben and Cleo", as the reader's language has it. */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(locale.value, { type: "conjunction" }).format(names);
