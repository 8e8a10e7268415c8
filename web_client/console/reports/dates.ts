// Local dates as `YYYY-MM-DD`, and what is reckoned with them. What a day is, in ms, is the server's to say.

export type LocalDate = string;
/** `to` is the last day of it. */
export type Days = { from: LocalDate; to: LocalDate };

const DAY = 86_400_000; // ms

/** The date in that zone. */
export function dateAt(at: number, tz: string): LocalDate {
  const options = { timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const parts = new Intl.DateTimeFormat("en-US", options).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** The date as an instant that Intl shows rightly in UTC. */
export const utc = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`);
const written = (at: number): LocalDate => new Date(at).toISOString().slice(0, 10);

export const plusDays = (date: LocalDate, days: number): LocalDate => written(utc(date) + days * DAY);
/** How many days there are, the first and the last included. */
export const lengthOf = ({ from, to }: Days): number => Math.round((utc(to) - utc(from)) / DAY) + 1;

/** Monday of that week. */
export const monday = (date: LocalDate): LocalDate =>
  plusDays(date, -((new Date(utc(date)).getUTCDay() + 6) % 7));

/** Is it a date that the calendar has? */
export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text)) && written(utc(text)) === text;

/** Monday of an ISO week such as 2026-W11. */
export function ofWeek(name: string): LocalDate {
  const [year = "", week = ""] = name.split("-W");
  return plusDays(monday(`${year}-01-04`), 7 * (Number(week) - 1));
}

export const PRESETS = [
  "today",
  "yesterday",
  "7d",
  "28d",
  "90d",
  "last_week",
  "this_month",
  "last_month",
  "365d",
] as const;
export type Preset = (typeof PRESETS)[number];
export const isPreset = (text: string): text is Preset => (PRESETS as readonly string[]).includes(text);

/** The days of a preset, as they are today. */
export function daysOf(preset: Preset, today: LocalDate): Days {
  const first = `${today.slice(0, 7)}-01`;
  if (preset === "today") return { from: today, to: today };
  if (preset === "yesterday") return { from: plusDays(today, -1), to: plusDays(today, -1) };
  if (preset === "last_week") return { from: plusDays(monday(today), -7), to: plusDays(monday(today), -1) };
  if (preset === "this_month") return { from: first, to: today };
  if (preset === "last_month") {
    const last = plusDays(first, -1);
    return { from: `${last.slice(0, 7)}-01`, to: last };
  }
  return { from: plusDays(today, 1 - Number.parseInt(preset, 10)), to: today };
}

/** The name of its ISO week, such as 2026-W46. */
export function weekOf(date: LocalDate): string {
  const thursday = plusDays(monday(date), 3);
  const year = thursday.slice(0, 4);
  return `${year}-W${String(1 + Math.round((utc(monday(date)) - utc(monday(`${year}-01-04`))) / (7 * DAY))).padStart(2, "0")}`;
}

export type Bucket = "day" | "week" | "month";

/** The names of all buckets of these days, those without a case too. */
export function bucketsOf({ from, to }: Days, bucket: Bucket): string[] {
  const name = (date: LocalDate) =>
    bucket === "day" ? date : bucket === "week" ? weekOf(date) : date.slice(0, 7);
  const names = new Set<string>();
  for (let date = from; date <= to; date = plusDays(date, 1)) names.add(name(date));
  return [...names];
}

/** What a period is best cut into: so few that one sees something, so many that one sees it move. */
export function bucketFor(days: Days, most = 120): Bucket {
  const length = lengthOf(days);
  return length <= most ? "day" : length <= 7 * most ? "week" : "month";
}
