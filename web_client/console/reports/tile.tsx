import { Icon } from "../../shared/icon.tsx";
import { retry } from "../../shared/icons.ts";
import { say } from "../words.ts";
import { useFigure } from "./figures.ts";
import { type Filters, unheeded } from "./filters.ts";
import { isFew } from "./formats.ts";
import { useFrame } from "./frame.ts";
import { Interval } from "./interval.tsx";
import type { Figure, Kpi } from "./kinds.ts";
import { problemWords } from "./problems.ts";
import { isButlers, nameOf } from "./registry.ts";
import { beforeWords, Cases, emptyWords, Value } from "./value.tsx";
import { Judged, VerdictTag } from "./verdict.tsx";
import { tell } from "./words.ts";

type Props = { kpi: Kpi; filters?: Filters; option?: string | null };

/** One figure: asked for by itself, and shown as soon as it is ready. */
export function Tile({ kpi, filters, option }: Props) {
  const frame = useFrame();
  const asked = filters ?? frame.asked;
  const [answer, again] = useFigure(frame.ask(kpi, { before: true, option }, asked));
  return (
    <article class={`card fig tile ${isButlers(kpi) ? "butlers" : ""}`} data-kpi={kpi.id}>
      <h2>
        <a href={frame.at(["figure", kpi.id], filters ?? {}, { option: option ?? null })}>{nameOf(kpi)}</a>
      </h2>
      {answer.state === "loading" && (
        <div class="after-blink" aria-busy="true">
          <span class="vh">{say("loading")}</span>
          <span class="skel big" />
          <span class="skel line" />
        </div>
      )}
      {answer.state === "failed" && (
        <div role="alert">
          <p>{problemWords(answer.problem)}</p>
          <button type="button" class="btn" onClick={again}>
            <Icon d={retry} small />
            {say("try_again")}
          </button>
        </div>
      )}
      {answer.state === "ready" && <Ready kpi={kpi} figure={answer.value} asked={asked} />}
    </article>
  );
}

function Ready({ kpi, figure, asked }: { kpi: Kpi; figure: Figure; asked: Filters }) {
  const deaf = unheeded(kpi, asked);
  const before = beforeWords(figure);
  return (
    <>
      <p class="v num">
        <Value stats={figure} unit={figure.unit} />
      </p>
      {figure.value === null ? (
        <p>{emptyWords(figure)}</p>
      ) : (
        <>
          <Interval stats={figure} unit={figure.unit} target={figure.target} butler={isButlers(kpi)} />
          <p class="row num tile-n">
            <Cases kpi={kpi} stats={figure} />
            {before && <span>{before}</span>}
          </p>
          {(figure.verdict || isFew(figure)) && (
            <p class="row num tile-foot">
              <VerdictTag figure={figure} />
              <Judged figure={figure} />
              {isFew(figure) && figure.ci && <span class="tag">{tell("few")}</span>}
            </p>
          )}
        </>
      )}
      {deaf.length > 0 && (
        <p class="faint">
          {tell("not_heeded", { filters: deaf.map((split) => tell(`by_${split}`)).join(", ") })}
        </p>
      )}
    </>
  );
}
