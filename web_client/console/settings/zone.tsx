import { Field } from "../ui/field.tsx";
import { say } from "../words.ts";

const ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];

/** A time zone of the IANA's. One that this browser does not know stays choosable. */
export function ZoneField(props: { zone: string; hint?: string; onChange: (zone: string) => void }) {
  const zones = ZONES.includes(props.zone) ? ZONES : [props.zone, ...ZONES];
  return (
    <Field label={say("time_zone")} hint={props.hint}>
      <select
        class="input"
        value={props.zone}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    </Field>
  );
}
