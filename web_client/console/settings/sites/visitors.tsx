import { useState } from "preact/hooks";
import { Field } from "../../ui/field.tsx";
import { Switch } from "../../ui/switch.tsx";
import { say } from "../../words.ts";
import type { Draft } from "../draft.ts";
import type { Address, Site, Team } from "../kinds.ts";
import { ZoneField } from "../zone.tsx";
import { originsOf } from "./origins.ts";

const ADDRESSES: readonly Address[] = ["truncated", "none", "full"];

/** Where visitors come from, who answers them, and what may be known of them. */
export function VisitorFields({ draft, teams }: { draft: Draft<Site>; teams: Team[] }) {
  const site = draft.value;
  const [origins, setOrigins] = useState(site.origins.join("\n"));
  return (
    <>
      <section class="card block" aria-labelledby="s-from">
        <header>
          <h2 id="s-from">{say("where_from")}</h2>
        </header>
        <Field label={say("site_origins")} hint={say("origins_hint")}>
          <textarea
            class="input"
            rows={3}
            value={draft.changes.origins ? origins : site.origins.join("\n")}
            onInput={(event) => {
              setOrigins(event.currentTarget.value);
              draft.set({ origins: originsOf(event.currentTarget.value) });
            }}
          />
        </Field>
        <Field label={say("answered_by")}>
          <select
            class="input"
            value={site.team}
            onChange={(event) => draft.set({ team: event.currentTarget.value })}
          >
            {teams.map((team) => (
              <option key={team.id} value={team.id}>
                {team.name}
              </option>
            ))}
          </select>
        </Field>
        <ZoneField zone={site.tz} onChange={(tz) => draft.set({ tz })} hint={say("site_zone_hint")} />
      </section>
      <section class="card block" aria-labelledby="s-known">
        <header>
          <h2 id="s-known">{say("what_is_known")}</h2>
        </header>
        <div class="opts">
          <Switch
            label={say("tracking")}
            hint={say("tracking_hint")}
            on={site.tracking}
            onSwitch={(tracking) => draft.set({ tracking })}
          />
          <Switch
            label={say("typing_preview")}
            hint={say("typing_preview_hint")}
            on={site.typing_preview}
            onSwitch={(typing_preview) => draft.set({ typing_preview })}
          />
        </div>
        <Field label={say("address_storage")} hint={say("address_storage_hint")}>
          <select
            class="input"
            value={site.address}
            onChange={(event) => draft.set({ address: event.currentTarget.value as Address })}
          >
            {ADDRESSES.map((address) => (
              <option key={address} value={address}>
                {say(`address_${address}`)}
              </option>
            ))}
          </select>
        </Field>
      </section>
    </>
  );
}
