import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { alert as sign } from "../../shared/icons.ts";
import { type Alert, isBad, worded } from "../alerts/alert.ts";
import { watchPath } from "../routes.ts";
import { say } from "../words.ts";

const SHOWN = 5;
/** More than these, nobody listens to. */
const READ = 3;

type Props = { alerts: readonly Alert[]; at: number; told: number };

/** What is on now, the worst first. `told`: when the server said so. */
export function AlertBar({ alerts, at, told }: Props) {
  const said = useSaid(alerts, told);
  return (
    <>
      <p class="vh" role="status">
        {said}
      </p>
      {alerts.length > 0 && <Bar alerts={alerts} at={at} told={told} />}
    </>
  );
}

/** What is read out: those that have begun, once each; what stands there already is not read again. */
function useSaid(alerts: readonly Alert[], at: number): string {
  const [said, setSaid] = useState("");
  const before = useRef<ReadonlySet<string>>(new Set());
  const keys = alerts.map((one) => one.key).join(" ");
  useEffect(() => {
    const begun = alerts.filter((one) => !before.current.has(one.key));
    before.current = new Set(alerts.map((one) => one.key));
    if (begun.length > 0) setSaid(inOneBreath(begun, at));
  }, [keys]);
  return said;
}

function inOneBreath(begun: readonly Alert[], at: number): string {
  const said = byWeight(begun)
    .slice(0, READ)
    .map((one) => worded(one, at));
  if (begun.length > READ) said.push(say("alerts_more", { n: begun.length - READ }));
  return said.join("; ");
}

/** What is late first, what is near after it. */
const byWeight = (alerts: readonly Alert[]): Alert[] =>
  [...alerts].sort((a, b) => Number(isBad(b)) - Number(isBad(a)));

function Bar({ alerts, at, told }: Props) {
  const worst = byWeight(alerts);
  const line = (one: Alert) => <Line key={one.key} one={one} at={at} told={told} />;
  return (
    <section class={`note-bar alerts ${worst.some(isBad) ? "bad" : "warn"}`} aria-label={say("alerts")}>
      <Icon d={sign} />
      <div class="grow">
        <ul>{worst.slice(0, SHOWN).map(line)}</ul>
        {worst.length > SHOWN && (
          <details>
            <summary>{say("alerts_more", { n: worst.length - SHOWN })}</summary>
            <ul>{worst.slice(SHOWN).map(line)}</ul>
          </details>
        )}
      </div>
    </section>
  );
}

function Line({ one, at, told }: { one: Alert; at: number; told: number }) {
  return (
    <li>
      <span class="num">{worded(one, at, told)}</span>
      {one.conversation && (
        <a href={watchPath(one.conversation)}>
          {say("alert_open")}
          <span class="vh"> {worded(one, at, told)}</span>
        </a>
      )}
    </li>
  );
}
