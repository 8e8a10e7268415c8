import { dateAt } from "../reports/dates.ts";
import type { Shift } from "./kinds.ts";
import { timeAt } from "./local.ts";

/** A roster as the import reads it; times are local in `tz`. */
export function rosterCsv(
  shifts: readonly Shift[],
  people: readonly { id: string; email: string }[],
  tz: string,
): string {
  const emails = new Map(people.map((person) => [person.id, person.email]));
  const local = (at: number) => `${dateAt(at, tz)} ${timeAt(at, tz)}`;
  const rows = shifts.flatMap((one) => {
    const email = emails.get(one.agent);
    return email ? [[cell(email), local(one.from), local(one.to), one.kind].join(",")] : [];
  });
  return `${["agent,from,to,kind", ...rows].join("\r\n")}\r\n`;
}

/** What a spreadsheet would take for a formula is text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
