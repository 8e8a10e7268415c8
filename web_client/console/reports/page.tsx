import { useEffect, useMemo } from "preact/hooks";
import "../css/reports.css";
import { why } from "../../shared/icons.ts";
import { keep, kept } from "../kept.ts";
import { now } from "../now.ts";
import { type ReportsRoute, reportsPath } from "../routes.ts";
import { me, supervises } from "../session/session.ts";
import { Blank, Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { Main } from "../ui/main.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { say } from "../words.ts";
import { AllFigures } from "./all.tsx";
import { FigurePage } from "./figure/page.tsx";
import { filtersOf, queryOf } from "./filters.ts";
import { Frame, FrameProvider, type Ground, ground } from "./frame.ts";
import { HelpPage } from "./help.tsx";
import { Nav } from "./nav.tsx";
import { PAGES } from "./places.ts";
import { QuestionPage } from "./question.tsx";
import { isQuestion } from "./questions.ts";
import { ready, tell } from "./words.ts";

/** The page, once its words are there. */
export async function withWords() {
  await ready();
  return ReportsPage;
}

/** Figures, by question and one by one; the address says all that is asked for. */
export function ReportsPage({ route }: { route: ReportsRoute }) {
  const [found, again] = useLoaded(`reports ${me.value?.id}`, ground);
  if (found.state !== "ready")
    return (
      <Main class="middle">
        {found.state === "loading" ? (
          <Skeleton label={say("loading")} />
        ) : (
          <Failed problem={found.problem} onRetry={again} />
        )}
      </Main>
    );
  return <Found ground={found.value} route={route} />;
}

function Found({ ground, route }: { ground: Ground; route: ReportsRoute }) {
  const start = route.path.length === 0 || route.path[0] === "";
  useEffect(() => {
    if (start) location.replace(lastPlace());
    else if (isQuestion(route.path[0] ?? "") || route.path[0] === "help")
      keep("reports", JSON.stringify({ path: route.path, query: remembered(route.query) }));
  }, [start, route]);
  const frame = useMemo(() => {
    const query = new URLSearchParams(route.query);
    return new Frame(ground, route.path, query, filtersOf(query), now.peek());
  }, [ground, route]);
  if (start) return null;
  return (
    <FrameProvider value={frame}>
      <div class="set reports">
        <Nav route={route} />
        <Page route={route} />
      </div>
    </FrameProvider>
  );
}

function Page({ route }: { route: ReportsRoute }) {
  const [first = "", second = ""] = route.path;
  const Other = Object.hasOwn(PAGES, first) ? PAGES[first] : undefined;
  if (Other) return <Other route={route} />;
  if (isQuestion(first)) return <QuestionPage key={first} question={first} />;
  if (first === "help" && supervises.value) return <HelpPage />;
  if (first === "all") return <AllFigures />;
  if (first === "figure") return <FigurePage key={second} id={second} />;
  return (
    <Main class="middle">
      <Blank alone icon={why} title={say("no_such_page")}>
        <a class="btn" href={reportsPath(["fast"])}>
          {tell("to_first_question")}
        </a>
      </Blank>
    </Main>
  );
}

/** Whoever comes back finds the page and the filters as they were. */
function lastPlace(): string {
  try {
    const { path, query } = JSON.parse(kept("reports") ?? "null") as { path: string[]; query: string };
    return reportsPath(path, query);
  } catch {
    return reportsPath(["fast"]);
  }
}

/** A link into the past is looked at once. */
const remembered = (query: string): string =>
  queryOf({ ...filtersOf(new URLSearchParams(query)), as_of: null });
