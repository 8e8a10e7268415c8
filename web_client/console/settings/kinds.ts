import type { Named } from "../../shared/protocol.ts";
import type { Look as Rates } from "../../shared/rates.ts";
import type { Role } from "../session/session.ts";
import type { Rules } from "./teams/rules.ts";

/** As the settings' resources give them. */
export type Look = { brand: string; position: "left" | "right" };
export type Texts = { greeting?: string | null; title?: string | null; subtitle?: string | null };
/** When the launcher is not shown. */
export type Hiding = "never" | "closed" | "nobody";
export type Address = "full" | "truncated" | "none";
/** What visitors may say that it is about; `team` null: the site's. A new one has no id yet. */
export type Topic = {
  id: string | null;
  label: string;
  team: string | null;
  skills: string[];
  words: string[];
};
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
  rating: Rates;
  hide: Hiding;
  topics: Topic[];
};
export type Team = { id: string; name: string; rules: Rules };
export type Person = {
  id: string;
  name: string;
  email: string;
  role: Role;
  teams: Named[];
  slots: number;
  skills: Record<string, number>;
  languages: string[];
  /** At most so many at once, by team. */
  team_slots: Record<string, number>;
  disabled: boolean;
  status: "online" | "away" | "offline";
};
export const ROLES: readonly Role[] = ["agent", "supervisor", "admin"];
