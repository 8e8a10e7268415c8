import { useRef } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { alert as sign } from "../../shared/icons.ts";
import { type Alert, isBad, worded } from "../alerts/alert.ts";
import { watchPath } from "../routes.ts";
import { say } from "../words.ts";

const SHOWN = 5;

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

/** What is read out: each alert as it was when it began, for its figures change all the time. */
function useSaid(alerts: readonly Alert[], at: number): string {
  const first = useRef(new Map<string, string>());
  const said = new Map(alerts.map((one) => [one.key, first.current.get(one.key) ?? worded(one, at)]));
  first.current = said;
  return [...said.values()].join("; ");
}

function Bar({ alerts, at, told }: Props) {
  const worst = [...alerts].sort((a, b) => Number(isBad(b)) - Number(isBad(a)));
  return (
    <section class={`note-bar alerts ${worst.some(isBad) ? "bad" : "warn"}`} aria-label={say("alerts")}>
      <Icon d={sign} />
      <ul class="grow">
        {worst.slice(0, SHOWN).map((one) => (
          <li key={one.key}>
            <span class="num">{worded(one, at, told)}</span>
            {one.conversation && (
              <a href={watchPath(one.conversation)}>
                {say("alert_open")}
                <span class="vh"> {worded(one, at, told)}</span>
              </a>
            )}
          </li>
        ))}
        {worst.length > SHOWN && <li>{say("alerts_more", { n: worst.length - SHOWN })}</li>}
      </ul>
    </section>
  );
}
