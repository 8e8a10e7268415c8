import { Avatar } from "../../../shared/avatar.tsx";
import { Icon } from "../../../shared/icon.tsx";
import { back, chat, down, send, star } from "../../../shared/icons.ts";
import { face, thumb, wordOf } from "../../../shared/rates.ts";
import type { Site } from "../kinds.ts";
import type { Spoken } from "./spoken.ts";

export type View = "home" | "talk" | "rating" | "closed";
type Props = { site: Site; view: View; spoken: Spoken; now: number };

/** A picture of the widget: nothing in it can be pressed. */
export function Scene(props: Props) {
  const { site, view, spoken } = props;
  return (
    <div class={`dock ${site.look.position}`} lang={spoken.language} inert>
      {view !== "closed" && (
        <section class="cw">
          {view === "home" ? <Home {...props} /> : <Talk {...props} />}
          {view === "rating" ? (
            <Rating {...props} />
          ) : (
            <div class="cw-say">
              <textarea rows={1} placeholder={spoken.widget("write")} tabIndex={-1} />
              <span class="btn icon">
                <Icon d={send} />
              </span>
            </div>
          )}
          <p class="cw-foot">{spoken.widget("made_by")}</p>
        </section>
      )}
      <span class="launcher">
        <Icon d={view === "closed" ? chat : down} />
      </span>
    </div>
  );
}

function Home({ site, spoken, now }: Props) {
  const { title, greeting, subtitle } = site.texts;
  const hour = new Date(now).getHours();
  const hello = spoken.widget(hour < 12 ? "morning" : hour < 18 ? "day" : "evening");
  return (
    <>
      <div class="cw-hero">
        <div class="top">
          <bdi>{site.name}</bdi>
          <Icon d={down} />
        </div>
        <h2>{title || greeting || hello}</h2>
        {subtitle && <p>{subtitle}</p>}
        <p>{spoken.widget("people_here")}</p>
      </div>
      <div class="cw-home" />
    </>
  );
}

function Talk({ site, spoken, view }: Props) {
  return (
    <>
      <header class="cw-head">
        <Icon d={back} />
        <Avatar kind="person" name="Ada" />
        <div class="grow">
          <h2 class="cut">{site.name}</h2>
          <p>
            <span class="dot" />
            Ada
          </p>
        </div>
      </header>
      <div class="cw-log">
        <ol>
          <li class="m me">
            <p class="b">{spoken.people("preview_visitor_says")}</p>
          </li>
          <li class="m">
            <Avatar kind="bot" />
            <p class="who">{spoken.widget("butler", { name: site.butler.name })}</p>
            <p class="b">{site.texts.greeting || spoken.people("preview_butler_says")}</p>
          </li>
          <li class="m">
            <Avatar kind="person" name="Ada" />
            <p class="who">
              <b>Ada</b>
            </p>
            <p class="b">{spoken.people("preview_agent_says")}</p>
          </li>
          {view === "rating" && <li class="line">{spoken.widget("ended", { time: "10:24" })}</li>}
        </ol>
      </div>
    </>
  );
}

/** As it is asked for, with something chosen. */
function Rating({ site, spoken }: Props) {
  const isThumbs = site.rating === "thumbs";
  const scores = isThumbs ? [0, 1] : [1, 2, 3, 4, 5];
  const chosen = isThumbs ? 1 : 4;
  const word = spoken.widget(`star${wordOf(chosen, isThumbs ? "0-1" : "1-5")}`);
  return (
    <div class="cw-rate">
      <fieldset>
        <legend>{spoken.widget("rate")}</legend>
        <div class="stars">
          {scores.map((score) => (
            <label key={score} class={site.rating === "stars" ? "" : "one"}>
              <input class="vh" type="radio" name="preview" checked={score === chosen} tabIndex={-1} />
              <Sign kind={site.rating} score={score} />
            </label>
          ))}
        </div>
        <p class="soft small">{isThumbs ? word : spoken.widget("star", { score: chosen, word })}</p>
      </fieldset>
    </div>
  );
}

function Sign({ kind, score }: { kind: Site["rating"]; score: number }) {
  if (kind === "stars") return <Icon d={star} />;
  return kind === "smileys" ? <Icon d={face(score)} /> : <Icon d={thumb} class={score ? "" : "down"} />;
}
