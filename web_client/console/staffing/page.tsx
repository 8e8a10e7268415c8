import "../css/staffing.css";
import { why } from "../../shared/icons.ts";
import { useFrame } from "../reports/frame.ts";
import { type ReportsRoute, reportsPath } from "../routes.ts";
import { supervises } from "../session/session.ts";
import { Blank } from "../ui/blank.tsx";
import { Main } from "../ui/main.tsx";
import { say } from "../words.ts";
import { NeedsPage } from "./needs.tsx";
import { RosterPage } from "./roster.tsx";
import { WhatIfPage } from "./what_if.tsx";
import { queryOf, type Wish, wishOf } from "./wish.ts";
import { ready } from "./words.ts";

/** The page, once its words are there. */
export async function withWords() {
  await ready();
  return StaffingPage;
}

/** How many are needed when, who is to be there, and what would be if. */
export function StaffingPage({ route }: { route: ReportsRoute }) {
  const frame = useFrame();
  const wish = wishOf(new URLSearchParams(route.query), frame.today);
  const second = route.path[1] ?? "";
  if (supervises.value && second === "") return <NeedsPage wish={wish} />;
  if (supervises.value && second === "roster") return <RosterPage wish={wish} />;
  if (supervises.value && second === "what-if") return <WhatIfPage wish={wish} />;
  return (
    <Main class="middle">
      <Blank alone icon={why} title={say("no_such_page")} />
    </Main>
  );
}

export type Part = "" | "roster" | "what-if";

export const staffingPath = (part: Part, wish: Wish, today: string): string =>
  reportsPath(["staffing", part].filter(Boolean), queryOf(wish, today));
