import "../css/replay.css";
import { why } from "../../shared/icons.ts";
import type { Desk } from "../desk.ts";
import type { ReplayRoute } from "../routes.ts";
import { supervises } from "../session/session.ts";
import { Blank } from "../ui/blank.tsx";
import { Main } from "../ui/main.tsx";
import { say } from "../words.ts";
import { FloorPage } from "./floor_page.tsx";
import { TalkPage } from "./talk_page.tsx";
import { ready } from "./words.ts";

/** The page, once its words are there. */
export async function withWords() {
  await ready();
  return ReplayPage;
}

export function ReplayPage({ desk, route }: { desk: Desk; route: ReplayRoute }) {
  const asked = new URLSearchParams(route.query);
  const at = Number(asked.get("at") ?? Number.NaN);
  const moment = Number.isFinite(at) ? at : null;
  if (route.what !== "floor")
    return <TalkPage key={route.what} desk={desk} conversation={route.what} at={moment} />;
  if (!supervises.value)
    return (
      <Main class="middle">
        <Blank alone icon={why} title={say("no_such_page")} />
      </Main>
    );
  const words = { date: asked.get("date"), site: asked.get("site") ?? "", team: asked.get("team") ?? "" };
  return <FloorPage key={route.query} asked={{ ...words, at: moment }} />;
}
