import type { Named } from "../../shared/protocol.ts";
import type { Role } from "../session/session.ts";

/** As the settings' resources give them. */
export type Look = { brand: string; position: "left" | "right" };
export type Texts = { greeting?: string | null; title?: string | null; subtitle?: string | null };
export type Address = "full" | "truncated" | "none";
export type Site = {
  id: string;
  name: string;
  key: string;
  origins: string[];
  locale: string;
  tz: string;
  team: string;
  look: Look;
  texts: Texts;
  butler: { name: string };
  tracking: boolean;
  typing_preview: boolean;
  address: Address;
};
export type Team = { id: string; name: string };
export type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  teams: Named[];
  slots: number;
  disabled: boolean;
  status: "online" | "away" | "offline";
};
export const ROLES: readonly Role[] = ["agent", "supervisor", "admin"];
