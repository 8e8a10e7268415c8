import { Icon } from "../../shared/icon.tsx";
import { alert, check } from "../../shared/icons.ts";
import { duration } from "../board/figures.ts";
import { counted, shown } from "../reports/formats.ts";
import { Scrolls } from "../ui/scrolls.tsx";
import { Told } from "../ui/told.tsx";
import { locale } from "../words.ts";
import { weekWords } from "./head.tsx";
import type { Compared, Estimate, WhatIfOutcome, WhatIfState } from "./kinds.ts";
import { countOf } from "./what_if.ts";
import { tell } from "./words.ts";

/** "As it is" beside "with the change", and in words whether the difference is more than chance. */
export function WhatIfResult({ state, result }: { state: WhatIfState; result: WhatIfOutcome }) {
  const unlike = result.figures.filter((one) => one.reproduced === false);
  const notes = result.notes.filter((note) => note !== "not_reproduced") as Note[];
  return (
    <section class="card block" aria-labelledby="what-if-result">
      <header>
        <h2 id="what-if-result">{tell("result")}</h2>
        <p class="grow num">
          {state.asked && weekWords(state.asked.week)};{" "}
          {tell("weeks_and_came", {
            n: result.weeks,
            before: counted(result.came, locale.value),
            after: counted(result.came_changed, locale.value),
          })}
        </p>
      </header>
      <p class="what-if-words">{summary(result.figures)}</p>
      {unlike.length > 0 ? (
        <Told
          kind="warn"
          text={tell("not_reproduced", { figures: unlike.map((one) => tell(`if_${one.name}`)).join(", ") })}
        />
      ) : (
        <Told kind="good" text={tell("reproduced")} />
      )}
      <Scrolls label={tell("week_scroll")}>
        <table class="tbl num what-if-table">
          <thead>
            <tr>
              <th scope="col">{tell("figure")}</th>
              <th scope="col" class="r">
                {tell("reports_say")}
              </th>
              <th scope="col" class="r">
                {tell("as_it_is")}
              </th>
              <th scope="col" class="r">
                {tell("with_change")}
              </th>
              <th scope="col" class="r">
                {tell("difference")}
              </th>
              <th scope="col">{tell("verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {result.figures.map((one) => (
              <Row key={one.name} one={one} />
            ))}
          </tbody>
        </table>
      </Scrolls>
      <ul class="what-if-notes soft small">
        {notes.map((note) => (
          <li key={note}>{tell(`note_${note}`)}</li>
        ))}
        <li>{tell("note_not_modelled")}</li>
      </ul>
    </section>
  );
}

type Note = "same_handling" | "closed_left_messages" | "messages_wait" | "nobody_gave_up";

function Row({ one }: { one: Compared }) {
  return (
    <tr>
      <th scope="row">{tell(`if_${one.name}`)}</th>
      <td class="r">{one.real === null ? "–" : value(one, one.real)}</td>
      <td class="r">{estimate(one, one.as_it_is)}</td>
      <td class="r">{estimate(one, one.changed)}</td>
      <td class="r">{estimate(one, one.change, true)}</td>
      <td>
        <Verdict one={one} />
      </td>
    </tr>
  );
}

function Verdict({ one }: { one: Compared }) {
  if (one.verdict === null) return <>{tell("too_few_weeks")}</>;
  if (one.verdict === "chance") return <span class="soft">{tell("verdict_chance")}</span>;
  const kind = one.verdict === "better" ? "good" : one.verdict === "worse" ? "bad" : "";
  return (
    <span class={`tag ${kind}`}>
      {one.verdict === "better" && <Icon d={check} small />}
      {one.verdict === "worse" && <Icon d={alert} small />}
      {tell(`verdict_${one.verdict}`)}
    </span>
  );
}

/** "2 figures are better, 1 is worse, 2 may be chance." */
function summary(figures: readonly Compared[]): string {
  const [better, worse] = [countOf(figures, "better"), countOf(figures, "worse")];
  if (better + worse + countOf(figures, "other") === 0) return tell("all_chance");
  return tell("summary", { better, worse, chance: countOf(figures, "chance") });
}

function estimate(one: Compared, found: Estimate | null, signed = false) {
  if (found === null) return "–";
  const of = (number: number) => (signed ? sign(one, number) : value(one, number));
  return (
    <>
      {of(found.mean)}
      <small class="faint">{` ${of(found.low)} … ${of(found.high)}`}</small>
    </>
  );
}

const value = (one: Compared, number: number): string =>
  one.name === "frt" ? duration(Math.max(0, number), locale.value) : shown(number, "%", locale.value);

function sign(one: Compared, number: number): string {
  const size = Math.abs(number);
  const words =
    one.name === "frt"
      ? duration(size, locale.value)
      : new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }).format(size);
  const none = one.name === "frt" ? size < 0.05 : Math.round(size * 10) === 0;
  return none ? "0" : `${number < 0 ? "−" : "+"}${words}`;
}
