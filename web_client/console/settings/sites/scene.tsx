import { Avatar } from "../../../shared/avatar.tsx";
import { Icon } from "../../../shared/icon.tsx";
import { back, down, send } from "../../../shared/icons.ts";
import { say } from "../../words.ts";
import type { Site } from "../kinds.ts";

export type View = "home" | "talk";

/** A picture of the widget: nothing in it can be pressed. */
export function Scene({ site, view }: { site: Site; view: View }) {
  return (
    <div class={`dock ${site.look.position}`} inert>
      <section class="cw">
        {view === "home" ? <Home site={site} /> : <Talk site={site} />}
        <div class="cw-say">
          <textarea rows={1} placeholder={say("preview_write")} tabIndex={-1} />
          <span class="btn icon">
            <Icon d={send} />
          </span>
        </div>
        <p class="cw-foot">Chat Butler</p>
      </section>
      <span class="launcher">
        <Icon d={down} />
      </span>
    </div>
  );
}

function Home({ site }: { site: Site }) {
  const { title, greeting, subtitle } = site.texts;
  return (
    <>
      <div class="cw-hero">
        <div class="top">
          <span>{site.name}</span>
          <Icon d={down} />
        </div>
        <h2>{title || greeting || say("preview_hello")}</h2>
        <p>{subtitle || say("preview_hello_sub")}</p>
      </div>
      <div class="cw-home" />
    </>
  );
}

function Talk({ site }: { site: Site }) {
  return (
    <>
      <header class="cw-head">
        <Icon d={back} />
        <Avatar kind="person" name="Ada" />
        <div class="grow">
          <h2>{site.name}</h2>
          <p>
            <span class="dot" />
            Ada
          </p>
        </div>
      </header>
      <div class="cw-log">
        <ol>
          <li class="m me">
            <p class="b">{say("preview_visitor_says")}</p>
          </li>
          <li class="m">
            <Avatar kind="bot" />
            <p class="who">
              <b>{site.butler.name}</b>, {say("automatic")}
            </p>
            <p class="b">{site.texts.greeting || say("preview_butler_says")}</p>
          </li>
          <li class="m">
            <Avatar kind="person" name="Ada" />
            <p class="who">
              <b>Ada</b>
            </p>
            <p class="b">{say("preview_agent_says")}</p>
          </li>
        </ol>
      </div>
    </>
  );
}
