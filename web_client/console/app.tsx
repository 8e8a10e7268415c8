import { useEffect, useMemo } from "preact/hooks";
import { why } from "../shared/icons.ts";
import { Desk } from "./desk.ts";
import { go, here } from "./here.ts";
import { InboxPage } from "./inbox/page.tsx";
import { repliesDue } from "./inbox/shelf.ts";
import { alarm, stanceSet, tell, whispered } from "./notify/notify.ts";
import { ProfilePage } from "./profile/page.tsx";
import { placeOf, type Route } from "./routes.ts";
import { isStillIn, me, recall, session, supervises } from "./session/session.ts";
import { SetUp } from "./session/set_up.tsx";
import { SignIn } from "./session/sign_in.tsx";
import { SettingsPage } from "./settings/page.tsx";
import { heading, useArrival } from "./shell/arrival.ts";
import { ConnectionBar } from "./shell/connection_bar.tsx";
import { LeaveDialog } from "./shell/leave_dialog.tsx";
import { Rail } from "./shell/rail.tsx";
import { Skip } from "./shell/skip.tsx";
import { drafts } from "./talk/drafts.ts";
import { Blank, Failed } from "./ui/blank.tsx";
import { later } from "./ui/later.tsx";
import { Main } from "./ui/main.tsx";
import { Skeleton } from "./ui/skeleton.tsx";
import { Toasts } from "./ui/toasts.tsx";
import { say } from "./words.ts";

const ReportsPage = later(async () => (await import("./reports/page.tsx")).withWords());
const BoardPage = later(async () => (await import("./board/page.tsx")).BoardPage);
const WatchPage = later(async () => (await import("./watch/page.tsx")).WatchPage);
const ReplayPage = later(async () => (await import("./replay/page.tsx")).withWords());

export function App() {
  return (
    <>
      <Door />
      <Toasts />
    </>
  );
}

/** Who may come in, and what the others see. */
function Door() {
  const route = here.value;
  const now = session.value;
  useEffect(() => void recall(), []);
  useArrival(now.state === "asking" ? null : now.state === "in" ? placeOf(route) : now.state);
  if (now.state === "in") return <Console key={now.me.id} route={route} />;
  if (route.page === "setup") return <SetUp givenKey={route.key} />;
  if (now.state === "out") return <SignIn ended={now.ended} />;
  return (
    <main class="door">
      {now.state === "lost" ? (
        <Failed problem={now.problem} onRetry={() => void recall()} />
      ) : (
        <Skeleton label={say("loading")} />
      )}
    </main>
  );
}

function Console({ route }: { route: Route }) {
  const desk = useMemo(newDesk, []);
  useEffect(() => {
    desk.start();
    return () => desk.close();
  }, [desk]);
  useTitle(desk, route);
  return (
    <div
      class={`app ${route.page === "inbox" || route.page === "watch" ? "fit" : "page"}`}
      data-inside={inside(route) ? "true" : undefined}
    >
      <Skip />
      <Rail desk={desk} page={route.page} />
      <div class="view">
        <ConnectionBar desk={desk} page={route.page} />
        <LeaveDialog />
        <Page desk={desk} route={route} />
      </div>
    </div>
  );
}

function Page({ desk, route }: { desk: Desk; route: Route }) {
  if (route.page === "inbox" || route.page === "setup") {
    const at = route.page === "inbox" ? route : { conversation: null, visitor: false };
    return <InboxPage desk={desk} conversation={at.conversation} visitor={at.visitor} />;
  }
  if (route.page === "profile") return <ProfilePage />;
  if (route.page === "board" && supervises.value) return <BoardPage route={route} />;
  if (route.page === "watch" && supervises.value)
    return <WatchPage key={route.conversation} desk={desk} conversation={route.conversation} />;
  if (route.page === "replay") return <ReplayPage desk={desk} route={route} />;
  if (route.page === "reports") return <ReportsPage route={route} />;
  if (route.page === "settings" && supervises.value) return <SettingsPage route={route} />;
  return (
    <Main class="middle">
      <Blank alone icon={why} title={say("no_such_page")}>
        <button type="button" class="btn" onClick={() => go("#/inbox")}>
          {say("back_to_inbox")}
        </button>
      </Blank>
    </Main>
  );
}

/** On a phone, a conversation has the whole screen. */
const inside = (route: Route): boolean =>
  route.page === "watch" || (route.page === "inbox" && route.conversation !== null);

const PRODUCT = "Chat Butler";
const AGAIN_AFTER = 2_000; // ms

/** A refused socket tries again as long as the session itself holds: after a change of password or role. */
async function comesBack(desk: Desk): Promise<void> {
  if (await isStillIn()) setTimeout(() => desk.comeBack(), AGAIN_AFTER);
}

function newDesk(): Desk {
  const person = me.peek()?.id ?? "";
  drafts.belongTo(person);
  const desk = new Desk({
    person,
    csrf: () => me.value?.csrf ?? null,
    onNews: (news) => tell(news, here.value.page === "inbox" ? here.value.conversation : null),
    onAlert: alarm,
    onWhisper: whispered,
    onStance: stanceSet,
    onRefused: () => void comesBack(desk),
  });
  return desk;
}

/** The tab's title says how many wait for a reply, and on which page of what one is. */
function useTitle(desk: Desk, route: Route): void {
  const who = desk.me.value;
  const due = who ? repliesDue(desk.states.value.values(), who) : 0;
  const name = pageName(route);
  const own = heading.value === name ? null : heading.value;
  useEffect(() => {
    const where = [own, name, PRODUCT].filter((part) => part).join(" · ");
    document.title = due > 0 ? `(${due}) ${where}` : where;
  }, [due, own, name]);
  useEffect(() => signedOut, []);
}

function signedOut(): void {
  document.title = PRODUCT;
}

function pageName({ page }: Route): string | null {
  if (page === "unknown") return null;
  if (page === "setup") return say("inbox");
  return page === "board" ? say("live") : say(page);
}
