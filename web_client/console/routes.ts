/** Where one is in the console. */
export type Route =
  | { page: "inbox"; conversation: string | null; visitor: boolean }
  | BoardRoute
  | { page: "watch"; conversation: string }
  | ReportsRoute
  | { page: "settings"; section: SettingsSection; id: string | null; tab: string | null }
  | ReplayRoute
  | { page: "profile" }
  | { page: "setup"; key: string }
  | { page: "unknown" };
/** `query` is read by the pages of the reports: filters, and what is looked at. */
export type ReportsRoute = { page: "reports"; path: readonly string[]; query: string };
/** `query`: of which site and team, and whether it fills a big screen. */
export type BoardRoute = { page: "board"; query: string };
/** `what`: `floor`, or a conversation's id. `query`: the moment, and whose floor. */
export type ReplayRoute = { page: "replay"; what: string; query: string };
export type SettingsSection =
  | "sites"
  | "teams"
  | "people"
  | "slas"
  | "alerts"
  | "targets"
  | "webhooks"
  | "audit"
  | "server";

const SECTIONS: readonly SettingsSection[] = [
  "sites",
  "teams",
  "people",
  "slas",
  "alerts",
  "targets",
  "webhooks",
  "audit",
  "server",
];

/** Reads what stands behind the `#` of the address. */
export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [page = "", first = null, second = null] = path.split("/").map(readable);
  if (page === "" || page === "inbox")
    return { page: "inbox", conversation: first || null, visitor: second === "visitor" };
  if (page === "board") return { page, query };
  if (page === "watch" && first) return { page, conversation: first };
  if (page === "profile") return { page };
  if (page === "reports") return { page, path: path.split("/").slice(1).map(readable), query };
  if (page === "replay") return { page, what: first || "floor", query };
  if (page === "setup") return { page, key: new URLSearchParams(query).get("key") ?? "" };
  if (page === "settings") return settings(path.split("/").map(readable));
  return { page: "unknown" };
}

export const inboxPath = (conversation?: string | null, visitor = false): string =>
  conversation ? `#/inbox/${encodeURIComponent(conversation)}${visitor ? "/visitor" : ""}` : "#/inbox";

export const watchPath = (conversation: string): string => `#/watch/${encodeURIComponent(conversation)}`;

export function boardPath(asked: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
  return `#/board${query && `?${query}`}`;
}

export function replayPath(what: string, asked: Readonly<Record<string, string>>): string {
  const given = Object.entries(asked).filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  return `#/replay/${encodeURIComponent(what)}${query && `?${query}`}`;
}

export const reportsPath = (path: readonly string[], query = ""): string =>
  `#/${["reports", ...path].map(encodeURIComponent).join("/")}${query && `?${query}`}`;

export const settingsPath = (section: SettingsSection, id?: string | null, tab?: string | null): string =>
  `#/settings/${[section, id, tab]
    .filter((part) => part)
    .map((part) => encodeURIComponent(part ?? ""))
    .join("/")}`;

/** Which page of the console it is: another one has its own heading, what is chosen on one has not. */
export function placeOf(route: Route): string {
  if (route.page === "watch") return watchPath(route.conversation);
  if (route.page === "reports") return reportsPath(route.path);
  if (route.page === "replay") return replayPath(route.what, {});
  if (route.page === "settings") return settingsPath(route.section, route.id);
  return route.page;
}

function settings([, section = "", id = "", tab = ""]: string[]): Route {
  const known = SECTIONS.find((one) => one === section) ?? (section === "" ? "sites" : null);
  return known ? { page: "settings", section: known, id: id || null, tab: tab || null } : { page: "unknown" };
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
