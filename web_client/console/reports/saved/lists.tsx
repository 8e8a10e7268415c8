import { useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { chart, list, plus } from "../../../shared/icons.ts";
import { go } from "../../here.ts";
import { api, me } from "../../session/session.ts";
import { Add } from "../../settings/add.tsx";
import { Blank, Failed } from "../../ui/blank.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Main } from "../../ui/main.tsx";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import type { Dashboard, View } from "./kinds.ts";
import { dashboardPath } from "./paths.ts";
import { tell } from "./words.ts";

/** One's own dashboards and views, and those that others share. */
export function SavedLists() {
  const [adding, setAdding] = useState(false);
  return (
    <Main>
      <header class="bar">
        <h1 class="grow">{tell("dashboards")}</h1>
        <button type="button" class="btn primary" onClick={() => setAdding(true)}>
          <Icon d={plus} small />
          {tell("add_dashboard")}
        </button>
      </header>
      <div class="wrap report">
        <Dashboards />
        <Views />
      </div>
      {adding && <NewDashboard onClose={() => setAdding(false)} />}
    </Main>
  );
}

function Dashboards() {
  const [found, again] = useLoaded("/dashboards", () => api.all<Dashboard>("/dashboards"));
  return (
    <section class="card block" aria-label={tell("dashboards")}>
      {found.state === "loading" && <Skeleton label={say("loading")} rows={2} />}
      {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
      {found.state === "ready" && found.value.length === 0 && (
        <>
          <h2 class="vh">{tell("dashboards")}</h2>
          <Blank icon={chart} title={tell("dashboards_none")} text={tell("dashboards_none_text")} />
        </>
      )}
      {found.state === "ready" && found.value.length > 0 && (
        <Things
          label={tell("dashboards")}
          things={found.value}
          href={(one) => dashboardPath(one.id)}
          about={(one) => tell("figures", { n: one.tiles.length })}
          kind="dashboard"
          onGone={again}
        />
      )}
    </section>
  );
}

function Views() {
  const [found, again] = useLoaded("/views", () => api.all<View>("/views"));
  return (
    <section class="card block" aria-labelledby="s-views">
      <header>
        <h2 id="s-views">{tell("views")}</h2>
      </header>
      {found.state === "loading" && <Skeleton label={say("loading")} rows={2} />}
      {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
      {found.state === "ready" && found.value.length === 0 && (
        <Blank icon={list} title={tell("views_none")} text={tell("views_none_text")} />
      )}
      {found.state === "ready" && found.value.length > 0 && (
        <Things
          label={tell("views")}
          things={found.value}
          href={(one) => `#/reports/${one.path}${one.query && `?${one.query}`}`}
          about={() => ""}
          kind="view"
          onGone={again}
        />
      )}
    </section>
  );
}

type ThingsProps<T> = {
  label: string;
  things: readonly T[];
  href: (thing: T) => string;
  about: (thing: T) => string;
  kind: "dashboard" | "view";
  onGone: () => void;
};

function Things<T extends Dashboard | View>({ label, things, href, about, kind, onGone }: ThingsProps<T>) {
  const [going, setGoing] = useState<T | null>(null);
  return (
    <>
      <table class="tbl list kept-list">
        <caption class="vh">{label}</caption>
        <thead class="vh">
          <tr>
            <th scope="col">{tell("name")}</th>
            <th scope="col">{tell("by_whom")}</th>
            <th scope="col">{tell("remove")}</th>
          </tr>
        </thead>
        <tbody>
          {things.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <a href={href(one)}>
                  <bdi>{one.name}</bdi>
                </a>
                <small>{about(one)}</small>
              </th>
              <td class="soft">{whose(one)}</td>
              <td class="r">
                {(one.mine || me.value?.role === "admin") && (
                  <button type="button" class="btn plain" onClick={() => setGoing(one)}>
                    {tell("remove")}
                    <span class="vh"> {one.name}</span>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {going && (
        <Remove
          title={tell(`remove_${kind}`)}
          text={tell(`remove_${kind}_text`, { name: going.name })}
          path={`/${kind}s/${going.id}`}
          onClose={() => setGoing(null)}
          onGone={() => {
            setGoing(null);
            onGone();
          }}
        />
      )}
    </>
  );
}

const whose = (thing: Dashboard | View): string =>
  thing.mine
    ? thing.shared
      ? tell("shared")
      : ""
    : tell("shared_by", { name: thing.owner.name ?? thing.owner.id });

type RemoveProps = { title: string; text: string; path: string; onClose: () => void; onGone: () => void };

/** Asks first; a refusal is said, and nothing is gone. */
export function Remove({ title, text, path, onClose, onGone }: RemoveProps) {
  const [problem, setProblem] = useState<Parameters<typeof reasonOf>[0] | null>(null);
  async function remove() {
    const answer = await api.delete(path);
    if (answer.ok || answer.problem.code === "not_found") onGone();
    else setProblem(answer.problem);
  }
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => void remove()}
      foot={
        <>
          <button type="button" class="btn plain" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary">
            {tell("remove")}
          </button>
        </>
      }
    >
      {problem && <Told kind="bad" text={reasonOf(problem)} />}
      <p>{text}</p>
    </Dialog>
  );
}

function NewDashboard({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  async function add() {
    const wish = { name: name.trim() || tell("new_name") };
    const answer = await api.post<Dashboard>("/dashboards", wish);
    if (!answer.ok) return answer.problem;
    go(`${dashboardPath(answer.value.id)}?edit=1`);
    return null;
  }
  return (
    <Add title={tell("add_dashboard")} action={tell("add_dashboard")} onClose={onClose} onAdd={add}>
      <Field label={tell("name")}>
        <input
          class="input"
          maxLength={200}
          value={name}
          placeholder={tell("new_name")}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
    </Add>
  );
}
