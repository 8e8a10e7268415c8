import "../../css/saved.css";
import { why } from "../../../shared/icons.ts";
import type { ReportsRoute } from "../../routes.ts";
import { supervises } from "../../session/session.ts";
import { Blank } from "../../ui/blank.tsx";
import { Main } from "../../ui/main.tsx";
import { say } from "../../words.ts";
import { DashboardPage } from "./dashboard.tsx";
import { SavedLists } from "./lists.tsx";
import { MailedPage } from "./mailed.tsx";
import { ready } from "./words.ts";

/** The page, once its words are there. */
export async function withWords() {
  await ready();
  return SavedPage;
}

/** What people keep of the reports, and what comes by mail. */
export function SavedPage({ route }: { route: ReportsRoute }) {
  const [first = "", second = ""] = route.path;
  if (first === "mailed" && supervises.value) return <MailedPage />;
  if (first === "dashboards") return second ? <DashboardPage key={second} id={second} /> : <SavedLists />;
  return (
    <Main class="middle">
      <Blank alone icon={why} title={say("no_such_page")} />
    </Main>
  );
}
