import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { down } from "../../shared/icons.ts";
import type { ReportsRoute } from "../routes.ts";
import { supervises } from "../session/session.ts";
import { locale } from "../words.ts";
import { seenFigure } from "./figures.ts";
import { shown } from "./formats.ts";
import { useFrame } from "./frame.ts";
import type { Kpi } from "./kinds.ts";
import { PLACES } from "./places.ts";
import { isQuestion, QUESTIONS, type Question, questionOf } from "./questions.ts";
import { nameOf } from "./registry.ts";
import { tell } from "./words.ts";

const ORDER = Object.keys(QUESTIONS) as Question[];

/** The questions, the figures of the one that is looked at, and what else there is. */
export function Nav({ route }: { route: ReportsRoute }) {
  const frame = useFrame();
  const [open, setOpen] = useState(false);
  // On a phone the list goes away with the choice.
  useEffect(() => setOpen(false), [route]);
  const [first = "", second = ""] = route.path;
  const question = isQuestion(first) ? first : first === "figure" ? questionOf(second) : null;
  const figures = question ? frame.figuresOf(question) : [];
  const line = (path: string[], label: string, current: boolean) => (
    <li key={label}>
      <a href={frame.at(path)} aria-current={current ? "page" : undefined}>
        {label}
      </a>
    </li>
  );
  return (
    <nav aria-label={tell("reports_nav")} class={open ? "open" : ""}>
      <button type="button" class="btn nav-menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        {tell("reports_nav")}
        <Icon d={down} small />
      </button>
      <div class="nav-body">
        <h2>{tell("questions")}</h2>
        <ul>
          {ORDER.map((name) => line([name], tell(`ask_${name}`), first === name))}
          {supervises.value && line(["help"], tell("ask_help"), first === "help")}
        </ul>
        {figures.length > 0 && (
          <>
            <h2>{tell("figures_of_it")}</h2>
            <ul class="num">
              {figures.map((kpi) => (
                <FigureLine key={kpi.id} kpi={kpi} current={first === "figure" && second === kpi.id} />
              ))}
            </ul>
          </>
        )}
        <h2>{tell("nav_more")}</h2>
        <ul>
          {line(["all"], tell("all_figures"), first === "all")}
          {PLACES.filter((place) => place.isFor?.() ?? true).map((place) => (
            <li key={place.href}>
              <a href={place.href} aria-current={place.isHere(route) ? "page" : undefined}>
                {place.label()}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

/** The value stands beside it once it has been asked for. */
function FigureLine({ kpi, current }: { kpi: Kpi; current: boolean }) {
  const frame = useFrame();
  const figure = seenFigure(frame.ask(kpi, { before: true }));
  return (
    <li>
      <a href={frame.at(["figure", kpi.id])} aria-current={current ? "page" : undefined}>
        <span>{nameOf(kpi)}</span>
        {figure && (
          <span>{figure.value === null ? "–" : shown(figure.value, figure.unit, locale.value)}</span>
        )}
      </a>
    </li>
  );
}
