import { useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { clock, down } from "../../../shared/icons.ts";
import { settingsPath } from "../../routes.ts";
import { administers, api } from "../../session/session.ts";
import { Blank } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { reasonOf } from "../../ui/reasons.ts";
import { up } from "../../ui/signs.ts";
import { spanWords } from "../../ui/span_words.ts";
import { toast } from "../../ui/toasts.tsx";
import { say } from "../../words.ts";
import { AddNamed } from "../add_named.tsx";
import type { Team } from "../kinds.ts";
import { SettingsList } from "../list.tsx";
import { type Sla, TARGETS, USUAL } from "./slas.ts";
import { whomWords } from "./whom.ts";

/** Service levels, in the order in which they are tried. */
export function Slas() {
  const [found, again] = useLoaded("slas", () => api.all<Sla>("/slas"));
  const [teams] = useLoaded("teams", () => api.all<Team>("/teams"));
  const [adding, setAdding] = useState(false);
  const all = found.state === "ready" ? found.value : [];
  const named = teams.state === "ready" ? teams.value : [];

  async function swap(place: number, by: -1 | 1) {
    const moved = all.toSpliced(place, 1);
    const one = all[place];
    if (one) moved.splice(place + by, 0, one);
    for (const [order, sla] of moved.entries()) {
      if (sla.order === order) continue;
      const answer = await api.patch(`/slas/${encodeURIComponent(sla.id)}`, { order });
      if (!answer.ok) toast(reasonOf(answer.problem));
    }
    again();
  }

  return (
    <>
      <SettingsList
        title={say("set_slas")}
        add={say("add_sla")}
        onAdd={() => setAdding(true)}
        found={found}
        onRetry={again}
        empty={<Blank icon={clock} title={say("no_slas")} text={say("no_slas_text")} />}
        head={
          <tr>
            <th scope="col">{say("name")}</th>
            <th scope="col">{say("sla_promises")}</th>
            <th scope="col">
              <span class="vh">{say("action")}</span>
            </th>
          </tr>
        }
        row={(sla) => {
          const place = all.indexOf(sla);
          return (
            <tr key={sla.id}>
              <th scope="row">
                <a href={settingsPath("slas", sla.id)}>{sla.name}</a>
                <small class="faint">{say("sla_for_whom", { whom: whomWords(sla, named) })}</small>
              </th>
              <td class="soft num">
                {TARGETS.map((target) => {
                  const span = sla[target];
                  return span === null ? null : (
                    <div key={target}>
                      {say(`sla_${target}`)}: {spanWords(span)}
                    </div>
                  );
                })}
              </td>
              <td class="r nowrap">
                {administers.value && place > 0 && (
                  <button
                    type="button"
                    class="btn icon plain"
                    aria-label={say("sla_raise", { name: sla.name })}
                    onClick={() => void swap(place, -1)}
                  >
                    <Icon d={up} small />
                  </button>
                )}
                {administers.value && place < all.length - 1 && (
                  <button
                    type="button"
                    class="btn icon plain"
                    aria-label={say("sla_lower", { name: sla.name })}
                    onClick={() => void swap(place, 1)}
                  >
                    <Icon d={down} small />
                  </button>
                )}
              </td>
            </tr>
          );
        }}
      />
      {adding && (
        <AddNamed title={say("add_sla")} kind="slas" usual={USUAL} onClose={() => setAdding(false)} />
      )}
    </>
  );
}
