import { useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { check } from "../../shared/icons.ts";
import { moment } from "../../shared/times.ts";
import { isOpenAt } from "../../shared/turns.ts";
import { stand } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { go } from "../here.ts";
import { noticesOn, permission, setNotices, setSound, soundOn } from "../notify/notify.ts";
import { now } from "../now.ts";
import { me, type Presence, signOut } from "../session/session.ts";
import { awayReasons, presenceWords, reasonWords } from "../ui/absences.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { Switch } from "../ui/switch.tsx";
import { Told } from "../ui/told.tsx";
import { locale, say } from "../words.ts";

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
      <OffDuty desk={desk} />
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

/** One is online and gets nothing: that must not be a riddle. */
function OffDuty({ desk }: { desk: Desk }) {
  const { hours, status } = desk.me.value ?? {};
  if (!hours || status === "offline" || isOpenAt(hours, now.value)) return null;
  const { opens_at } = hours;
  if (!opens_at) return <Told kind="warn" text={say("off_duty_own")} />;
  const when = moment(opens_at, now.value, { locale: locale.value });
  return <Told kind="warn" text={say("off_duty_until", { when })} />;
}

function leave(close: () => void): void {
  close();
  go("#/profile");
}

/** What the server says one is; a wish changes nothing on screen until the server says so too. */
function Statuses({ desk }: { desk: Desk }) {
  const [wished, setWished] = useState<Presence | null>(null);
  const { status, reason } = desk.me.value ?? {};
  async function wish(next: Presence, why?: string) {
    setWished(next);
    await stand(desk, next, why);
    setWished(null);
  }
  return (
    <fieldset class="statuses">
      <legend class="vh">{say("own_status")}</legend>
      {STATUSES.map((one) => (
        <div key={one}>
          <button
            type="button"
            class="status-choice"
            aria-pressed={one === status}
            aria-busy={one === wished}
            onClick={() => void wish(one)}
          >
            <PresenceDot status={one} />
            <span class="grow">
              {one === status ? presenceWords(one, reason) : say(`presence_${one}`)}
              <small>{one === wished ? say("asking_server") : say(`presence_${one}_means`)}</small>
            </span>
            {one === status && <Icon d={check} small />}
          </button>
          {one === "away" && (
            <Reasons
              chosen={status === "away" ? reason : undefined}
              onChoose={(id) => void wish("away", id)}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}

type ReasonsProps = { chosen: string | undefined; onChoose: (id: string) => void };

/** Why one is away: chosen with it, at one press. */
function Reasons({ chosen, onChoose }: ReasonsProps) {
  if (awayReasons.value.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this row in all browsers
    <div class="row why-away" role="group" aria-label={say("away_because")}>
      {awayReasons.value.map(({ id }) => (
        <button
          type="button"
          key={id}
          class="btn slim"
          aria-pressed={chosen === id}
          onClick={() => onChoose(id)}
        >
          {reasonWords(id)}
        </button>
      ))}
    </div>
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
