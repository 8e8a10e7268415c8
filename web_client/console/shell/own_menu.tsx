import { useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { check } from "../../shared/icons.ts";
import type { Desk } from "../desk.ts";
import { go } from "../here.ts";
import { noticesOn, permission, setNotices, setSound, soundOn } from "../notify/notify.ts";
import { me, type Presence, signOut } from "../session/session.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { Switch } from "../ui/switch.tsx";
import { toast } from "../ui/toasts.tsx";
import { say } from "../words.ts";

const STATUSES: readonly Presence[] = ["online", "away", "offline"];

/** One's own status, sound and notices, profile and the way out. */
export function OwnMenu({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  return (
    <section class="own-menu card" aria-label={say("own_menu")}>
      <p>
        <b>{me.value?.name}</b>
        <br />
        <span class="small faint">{me.value?.email}</span>
      </p>
      <Statuses desk={desk} />
      <div class="opts">
        <Switch label={say("sound")} on={soundOn.value} onSwitch={setSound} />
        <Notices />
      </div>
      <div class="row">
        <button type="button" class="btn grow" onClick={() => leave(onClose)}>
          {say("profile")}
        </button>
        <button type="button" class="btn grow" onClick={() => void signOut()}>
          {say("sign_out")}
        </button>
      </div>
    </section>
  );
}

function leave(close: () => void): void {
  close();
  go("#/profile");
}

/** What the server says one is; a wish changes nothing on screen until the server says so too. */
function Statuses({ desk }: { desk: Desk }) {
  const [wished, setWished] = useState<Presence | null>(null);
  const status = desk.me.value?.status;
  async function wish(next: Presence) {
    setWished(next);
    const answer = await desk.connection.send("status", { status: next });
    setWished(null);
    if (!answer.ok) toast(reasonOf(answer.error));
  }
  return (
    <fieldset class="statuses">
      <legend class="vh">{say("own_status")}</legend>
      {STATUSES.map((one) => (
        <button
          type="button"
          key={one}
          class="status-choice"
          aria-pressed={one === status}
          aria-busy={one === wished}
          onClick={() => void wish(one)}
        >
          <PresenceDot status={one} />
          <span class="grow">
            {say(`presence_${one}`)}
            <small>{one === wished ? say("asking_server") : say(`presence_${one}_means`)}</small>
          </span>
          {one === status && <Icon d={check} small />}
        </button>
      ))}
    </fieldset>
  );
}

function Notices() {
  const allowed = permission();
  const hint =
    allowed === "denied" ? say("notices_denied") : allowed === "missing" ? say("notices_missing") : undefined;
  return (
    <Switch
      label={say("notices")}
      hint={hint}
      on={noticesOn.value}
      disabled={allowed === "denied" || allowed === "missing"}
      onSwitch={(on) => void setNotices(on)}
    />
  );
}
