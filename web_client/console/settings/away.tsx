import { Icon } from "../../shared/icon.tsx";
import { close, plus } from "../../shared/icons.ts";
import { type AwayReason, USUAL } from "../ui/absences.ts";
import { type Key, say } from "../words.ts";

const MOST = 20;
type Props = { reasons: readonly AwayReason[]; onChange: (reasons: AwayReason[]) => void };

/** What agents may choose from when they set themselves away. */
export function AwayReasons({ reasons, onChange }: Props) {
  const change = (place: number, label: string) =>
    onChange(reasons.map((one, at) => (at === place ? { ...one, label } : one)));
  return (
    <section class="card block" aria-labelledby="s-away">
      <header>
        <h2 id="s-away">{say("away_reasons")}</h2>
        <p>{say("away_reasons_text")}</p>
      </header>
      <ul class="lines">
        {reasons.map((reason, place) => (
          <li key={reason.id} class="row">
            <input
              class="input grow"
              required={!isUsual(reason.id)}
              maxLength={60}
              value={reason.label ?? usualWords(reason.id)}
              aria-label={say("away_reason_number", { n: place + 1 })}
              onInput={(event) => change(place, event.currentTarget.value)}
            />
            <button
              type="button"
              class="btn icon plain"
              aria-label={say("take_away", { what: reason.label ?? usualWords(reason.id) })}
              onClick={() => onChange(reasons.filter((_, at) => at !== place))}
            >
              <Icon d={close} small />
            </button>
          </li>
        ))}
      </ul>
      {reasons.length < MOST && (
        <button
          type="button"
          class="btn start"
          onClick={() => onChange([...reasons, { id: newId(reasons), label: "" }])}
        >
          <Icon d={plus} small />
          {say("add_away_reason")}
        </button>
      )}
    </section>
  );
}

const isUsual = (id: string): boolean => (USUAL as readonly string[]).includes(id);
const usualWords = (id: string): string =>
  isUsual(id) ? say(`away_${id}` as Extract<Key, "away_break">) : "";

/** `r1`, `r2`, …: the first that is not taken. */
function newId(reasons: readonly AwayReason[]): string {
  const taken = new Set(reasons.map((one) => one.id));
  let number = 1;
  while (taken.has(`r${number}`)) number += 1;
  return `r${number}`;
}

/** As it is saved: an emptied usual one has the reader's own word again. */
export const savedReasons = (reasons: readonly AwayReason[]): AwayReason[] =>
  reasons.map((one) => ({ ...one, label: one.label?.trim() || null }));
