import { useState } from "preact/hooks";
import { globe } from "../../../shared/icons.ts";
import { go } from "../../here.ts";
import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Blank } from "../../ui/blank.tsx";
import { Field } from "../../ui/field.tsx";
import { takesFocus } from "../../ui/focus.ts";
import { useLoaded } from "../../ui/loaded.ts";
import { say } from "../../words.ts";
import { Add } from "../add.tsx";
import type { Site } from "../kinds.ts";
import { SettingsList } from "../list.tsx";
import { originsOf } from "./origins.ts";

/** The sites that carry the widget. */
export function Sites() {
  const [found, again] = useLoaded("sites", () => api.all<Site>("/sites"));
  const [adding, setAdding] = useState(false);
  return (
    <>
      <SettingsList
        title={say("set_sites")}
        add={say("add_site")}
        onAdd={() => setAdding(true)}
        found={found}
        onRetry={again}
        empty={<Blank icon={globe} title={say("no_sites")} text={say("no_sites_text")} />}
        head={
          <tr>
            <th scope="col">{say("name")}</th>
            <th scope="col">{say("origins")}</th>
          </tr>
        }
        row={(site) => (
          <tr key={site.id}>
            <th scope="row">
              <a href={settingsPath("sites", site.id)}>{site.name}</a>
            </th>
            <td class="soft break">{site.origins.join(", ") || say("no_origins")}</td>
          </tr>
        )}
      />
      {adding && <AddSite onClose={() => setAdding(false)} />}
    </>
  );
}

function AddSite({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [origins, setOrigins] = useState("");
  return (
    <Add
      title={say("add_site")}
      action={say("add")}
      onClose={onClose}
      explain={(problem) => (problem.code === "invalid" ? say("site_invalid") : null)}
      onAdd={async () => {
        const answer = await api.post<Site>("/sites", { name, origins: originsOf(origins) });
        if (!answer.ok) return answer.problem;
        go(settingsPath("sites", answer.value.id, "install"));
        return null;
      }}
    >
      <Field label={say("site_name")} hint={say("site_name_hint")}>
        <input
          class="input"
          required
          maxLength={200}
          value={name}
          ref={takesFocus}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Field label={say("site_origins")} hint={say("origins_hint")}>
        <textarea
          class="input"
          rows={2}
          required
          placeholder="https://www.example.com"
          value={origins}
          onInput={(event) => setOrigins(event.currentTarget.value)}
        />
      </Field>
    </Add>
  );
}
