import { api } from "../../session/session.ts";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Switch } from "../../ui/switch.tsx";
import { language, locale, say } from "../../words.ts";
import type { Ahead, DayAhead, Edited, HolidaysOf } from "./hours.ts";
import { dateShown } from "./shown.ts";

type Country = { code: string; subdivisions: { code: string; name: string }[] };
type Props = {
  edited: Edited;
  ahead: Ahead | null;
  /** The last year of which dates are kept; null: none are. */
  kept: number | null;
  onChange: (change: Partial<Edited>) => void;
  onExtend: () => void;
};

/** A country's and region's public holidays, and those on which one works all the same. */
export function PublicHolidays({ edited, ahead, kept, onChange, onExtend }: Props) {
  const { holidays_of: of, worked } = edited;
  const [found] = useLoaded("countries", () => api.get<{ items: Country[] }>("/holidays/countries"));
  const countries = found.state === "ready" ? found.value.items : [];
  const regions = countries.find((one) => one.code === of?.country)?.subdivisions ?? [];
  const choose = (chosen: HolidaysOf | null) =>
    onChange({ holidays_of: chosen && { ...chosen, language: language.value }, worked: [] });
  const work = (date: string, on: boolean) =>
    onChange({ worked: on ? [...worked, date].sort() : worked.filter((one) => one !== date) });
  const coming = ahead?.coming.filter((day) => day.name !== null && day.why !== "special") ?? [];
  return (
    <section class="part" aria-labelledby="s-holidays">
      <h3 id="s-holidays">{say("public_holidays")}</h3>
      <p class="soft small">{say("holiday_text")}</p>
      <div class="pair">
        <Field
          label={say("holiday_country")}
          error={found.state === "failed" ? say("countries_failed") : null}
        >
          <select
            class="input"
            value={of?.country ?? ""}
            onChange={({ currentTarget: { value } }) => choose(value ? { country: value } : null)}
          >
            <option value="">{say("holiday_none")}</option>
            {named(countries.length ? countries.map((one) => one.code) : of ? [of.country] : []).map(
              ({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ),
            )}
          </select>
        </Field>
        {of && regions.length > 0 && (
          <Field label={say("holiday_region")}>
            <select
              class="input"
              value={of.subdivision ?? ""}
              onChange={({ currentTarget: { value } }) =>
                choose(value ? { country: of.country, subdivision: value } : { country: of.country })
              }
            >
              <option value="">{say("holiday_region_all")}</option>
              {regions.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        )}
      </div>
      {of && coming.length > 0 && <Coming days={coming} worked={worked} work={work} />}
      {of && ahead?.until && <Until kept={kept ?? ahead.until} known={ahead.until} onExtend={onExtend} />}
    </section>
  );
}

function Until({ kept, known, onExtend }: { kept: number; known: number; onExtend: () => void }) {
  return (
    <p class="row faint small">
      {say("holiday_until", { year: String(kept) })}
      {kept < known && (
        <button type="button" class="btn slim" onClick={onExtend}>
          {say("holiday_extend", { year: String(known) })}
        </button>
      )}
    </p>
  );
}

type ComingProps = {
  days: readonly DayAhead[];
  worked: readonly string[];
  work: (date: string, on: boolean) => void;
};

function Coming({ days, worked, work }: ComingProps) {
  return (
    <div class="tight">
      <h4>{say("holiday_coming")}</h4>
      <div class="opts dense">
        {days.map(({ date, name }) => (
          <Switch
            key={date}
            label={name ?? ""}
            hint={`${dateShown(date)} · ${say(worked.includes(date) ? "we_work" : "closed_all_day")}`}
            on={worked.includes(date)}
            onSwitch={(on) => work(date, on)}
          />
        ))}
      </div>
    </div>
  );
}

/** Countries by name in the reader's language, in its order. */
function named(codes: readonly string[]): { code: string; name: string }[] {
  const names = new Intl.DisplayNames([locale.value], { type: "region" });
  return codes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale.value));
}
