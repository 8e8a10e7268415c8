/** Instants are ms since the epoch; `tz` is an IANA zone, the reader's own when left out. */
type Where = { locale: string; tz?: string };

const shown = (at: number, { locale, tz }: Where, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale, tz ? { ...options, timeZone: tz } : options).format(at);

/** "10:41" */
export const timeOfDay = (at: number, where: Where): string => shown(at, where, { timeStyle: "short" });

/** "24 November", with the year when it is not this one's. */
export function dayOf(at: number, now: number, where: Where): string {
  const year = (instant: number) => shown(instant, where, { year: "numeric" });
  const more: Intl.DateTimeFormatOptions = year(at) === year(now) ? {} : { year: "numeric" };
  return shown(at, where, { day: "numeric", month: "long", ...more });
}

/** "Tuesday 09:00" */
export const weekdayTime = (at: number, where: Where): string =>
  shown(at, where, { weekday: "long", hour: "numeric", minute: "2-digit" });

/** "09:00" today, "Tuesday 09:00" within a week, else with the date. `offset`: by how many minutes the clocks
 * elsewhere are ahead of UTC then; where the reader's are not, his zone is named. */
export function moment(at: number, now: number, where: Where, offset?: number): string {
  const date: Intl.DateTimeFormatOptions = isSameDay(at, now, where)
    ? {}
    : at - now < 6 * 86_400_000
      ? { weekday: "long" }
      : { day: "numeric", month: "long" };
  const isElsewhere = offset !== undefined && offset !== -new Date(at).getTimezoneOffset();
  const zone: Intl.DateTimeFormatOptions = isElsewhere ? { timeZoneName: "short" } : {};
  return shown(at, where, { ...date, hour: "numeric", minute: "2-digit", ...zone });
}

/** Do both fall on one calendar day? */
export const isSameDay = (a: number, b: number, where: Where): boolean =>
  shown(a, where, { dateStyle: "short" }) === shown(b, where, { dateStyle: "short" });

/** A span of seconds that ticks: "0:48", "12:05", "1:02:09". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
