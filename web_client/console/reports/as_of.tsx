import { Told } from "../ui/told.tsx";
import { locale } from "../words.ts";
import { useFrame } from "./frame.ts";
import { tell } from "./words.ts";

/** Whoever follows a link to a number sees it as it was, and can see it as it is. */
export function AsOfBar() {
  const frame = useFrame();
  const at = frame.filters.as_of;
  if (at === null) return null;
  const now = frame.changed({ as_of: null });
  return (
    <Told
      kind="plain"
      text={
        <>
          {tell("as_of_then", { time: instantWords(at, frame.tz) })} <a href={now}>{tell("as_of_now")}</a>
        </>
      }
    />
  );
}

/** "23 Nov 2026, 10:48" of the report's zone. */
export function instantWords(at: number, tz: string): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short", timeZone: tz };
  return new Intl.DateTimeFormat(locale.value, options).format(at);
}
