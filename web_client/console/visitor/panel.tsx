import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { back } from "../../shared/icons.ts";
import type { Event } from "../../shared/protocol.ts";
import type { State } from "../../shared/state.ts";
import type { Page } from "../api.ts";
import type { Desk } from "../desk.ts";
import { now } from "../now.ts";
import { inboxPath } from "../routes.ts";
import { api } from "../session/session.ts";
import { Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { visitorName } from "../ui/names.ts";
import { safeAddress } from "../ui/prose.tsx";
import { scored } from "../ui/scores.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { moment } from "../ui/spans.ts";
import { say } from "../words.ts";
import { Contact, type Visitor } from "./contact.tsx";
import { Needs } from "./needs.tsx";
import { pagesOf } from "./pages.ts";
import { Tags } from "./tags.tsx";

type Props = { desk: Desk; state: State; events: readonly Event[] };

/** Who it is that writes: contact, pages, earlier conversations. */
export function VisitorPanel({ desk, state, events }: Props) {
  return (
    <aside class="side" id="visitor" aria-labelledby="h-v">
      <header class="pane-head">
        <a
          class="btn plain icon only-narrow"
          href={inboxPath(state.id)}
          aria-label={say("back_to_conversation")}
        >
          <Icon d={back} flip />
        </a>
        <h2 id="h-v" class="grow">
          {say("visitor")}
        </h2>
      </header>
      <section class="scroll" tabIndex={0} aria-label={say("about_the_visitor")}>
        <div class="part">
          <Who state={state} />
          <Tags desk={desk} state={state} />
        </div>
        <Needs desk={desk} state={state} />
        <About state={state} events={events} />
        <Pages events={events} />
        <Earlier key={state.visitor.id} state={state} />
      </section>
    </aside>
  );
}

function Who({ state }: { state: State }) {
  const left = state.visitor_left_at;
  return (
    <div class="row who">
      <span class="with-dot">
        <Avatar kind="visitor" name={state.visitor.name} />
        <span class={`dot ${left ? "off" : ""}`} aria-hidden="true" />
      </span>
      <div class="grow">
        <p>
          <b>
            <bdi>{visitorName(state.visitor)}</bdi>
          </b>
        </p>
        <p class="soft small num">
          {left ? say("left_at", { time: moment(left, now.value) }) : say("on_the_page")}
        </p>
      </div>
    </div>
  );
}

function About({ state, events }: { state: State; events: readonly Event[] }) {
  // Asked anew when he has said more of himself.
  const said = events.filter(
    (event) => event.type === "details.given" || event.type === "visitor.identified",
  );
  const [found, again] = useLoaded(`${state.visitor.id} ${said.length}`, () =>
    api.get<Visitor>(`/visitors/${encodeURIComponent(state.visitor.id)}`),
  );
  return (
    <div class="part">
      <h3>{say("contact")}</h3>
      {found.state === "loading" && <Skeleton label={say("loading")} rows={1} />}
      {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
      {found.state === "ready" && <Contact visitor={found.value} state={state} />}
    </div>
  );
}

function Pages({ events }: { events: readonly Event[] }) {
  const pages = pagesOf(events);
  if (pages.length === 0) return null;
  return (
    <div class="part">
      <h3>{say("pages")}</h3>
      <ol class="trail num">
        {pages.map((page, place) => {
          const address = safeAddress(page.url);
          const title = page.title || page.url;
          return (
            <li key={page.at} class={place === 0 ? "here" : ""}>
              {address ? (
                <a
                  class="cut"
                  href={address}
                  target="_blank"
                  rel="noopener noreferrer nofollow"
                  title={page.url}
                >
                  {title}
                </a>
              ) : (
                <span class="cut">{title}</span>
              )}
              <span class="faint">{page.opened ? say("chat_opened_here") : moment(page.at, now.value)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Earlier({ state }: { state: State }) {
  const path = `/conversations?view=all&visitor=${encodeURIComponent(state.visitor.id)}&limit=20`;
  const [found, again] = useLoaded(path, () => api.get<Page<State>>(path));
  if (found.state === "failed")
    return (
      <div class="part">
        <Failed problem={found.problem} onRetry={again} />
      </div>
    );
  if (found.state === "loading") return null;
  const earlier = found.value.items.filter((one) => one.id !== state.id);
  return (
    <div class="part">
      <h3>{say("earlier")}</h3>
      {earlier.length === 0 && <p class="small faint">{say("first_conversation")}</p>}
      <ul class="trail num">
        {earlier.map((one) => (
          <li key={one.id}>
            <a class="cut" href={inboxPath(one.id)}>
              {one.preview?.text || say("nothing_written")}
            </a>
            <span class="faint nowrap">
              {moment(one.started_at, now.value)}
              {one.rated == null ? "" : `, ${scored(one.rated, one.rated_scale ?? "1-5")}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
