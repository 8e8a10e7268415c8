// Local times of a zone as instants, and back.

const MINUTE = 60_000;

/** What has to be added to UTC there at that instant, ms. */
function offsetAt(at: number, tz: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: tz,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return local - Math.floor(at / MINUTE) * MINUTE;
}

/** The first instant at which clocks there show this time; within a gap, the same time after it. */
export function instantOf(date: string, time: string, tz: string): number {
  const local = Date.parse(`${date}T${time}:00Z`);
  const around = [local - offsetAt(local - 86_400_000, tz), local - offsetAt(local + 86_400_000, tz)];
  const right = around.filter((at) => at + offsetAt(at, tz) === local);
  return right.length > 0 ? Math.min(...right) : Math.max(...around);
}

/** "08:30" there. */
export function timeAt(at: number, tz: string): string {
  const minutes = Math.floor((at + offsetAt(at, tz)) / MINUTE) % 1440;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
