import { export_ } from "../../../shared/icons.ts";
import { Chip } from "../chip.tsx";
import { plusDays } from "../dates.ts";
import { daysShown, SPLITS } from "../filters.ts";
import { type Frame, useFrame } from "../frame.ts";
import { tell } from "../words.ts";

/** A row for each conversation of the period, as a file. */
export function TakeOut() {
  const frame = useFrame();
  const query = queryFor(frame);
  return (
    <Chip label={tell("take_out")} what={tell("take_out_what")} icon={export_} plain>
      {() => (
        <div class="form take-out">
          <p class="hint">{tell("take_out_text")}</p>
          <div class="row">
            {(["csv", "xlsx"] as const).map((kind) => (
              <a key={kind} class="btn" href={`/api/v1/reports/conversations.${kind}?${query}`} download>
                {kind.toUpperCase()}
              </a>
            ))}
          </div>
        </div>
      )}
    </Chip>
  );
}

function queryFor({ asked, today, tz }: Frame): string {
  const days = daysShown(asked, today);
  const query = new URLSearchParams({ from: days.from, to: plusDays(days.to, 1), tz });
  for (const split of SPLITS) if (asked[split]) query.set(split, asked[split]);
  if (asked.as_of) query.set("as_of", new Date(asked.as_of).toISOString());
  return query.toString();
}
