/** Where one is in the console. */
export type Route =
  | { page: "inbox"; conversation: string | null; visitor: boolean }
  | { page: "board" }
  | { page: "settings"; section: SettingsSection; id: string | null; tab: string | null }
  | { page: "profile" }
  | { page: "setup"; key: string }
  | { page: "unknown" };
export type SettingsSection = "sites" | "teams" | "people" | "server";

const SECTIONS: readonly SettingsSection[] = ["sites", "teams", "people", "server"];

/** Reads what stands behind the `#` of the address. */
export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [page = "", first = null, second = null] = path.split("/").map(readable);
  if (page === "" || page === "inbox")
    return { page: "inbox", conversation: first || null, visitor: second === "visitor" };
  if (page === "board" || page === "profile") return { page };
  if (page === "setup") return { page, key: new URLSearchParams(query).get("key") ?? "" };
  if (page === "settings") return settings(path.split("/").map(readable));
  return { page: "unknown" };
}

export const inboxPath = (conversation?: string | null, visitor = false): string =>
  conversation ? `#/inbox/${encodeURIComponent(conversation)}${visitor ? "/visitor" : ""}` : "#/inbox";

export const settingsPath = (section: SettingsSection, id?: string | null, tab?: string | null): string =>
  `#/settings/${[section, id, tab]
    .filter((part) => part)
    .map((part) => encodeURIComponent(part ?? ""))
    .join("/")}`;

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
