import type { ComponentChildren } from "preact";
import { Icon } from "../../shared/icon.tsx";
import { off, retry } from "../../shared/icons.ts";
import type { Problem } from "../api.ts";
import { say } from "../words.ts";
import { useWhenBack } from "./back.ts";
import { reasonOf } from "./reasons.ts";

type Props = {
  icon: string;
  title: string;
  text?: ComponentChildren;
  /** Where it stands right under the page's own heading. */
  whole?: boolean;
  /** Where it is all that there is on the page. */
  alone?: boolean;
  children?: ComponentChildren;
};

/** What stands where there is nothing: what is so, and one way on. */
export function Blank({ icon, title, text, whole, alone, children }: Props) {
  const Heading = alone ? "h1" : whole ? "h2" : "h3";
  return (
    <div class="blank">
      <Icon d={icon} />
      <Heading>{title}</Heading>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}

/** Something did not come; trying again is the way on, and by itself as soon as there is a connection. */
export function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  useWhenBack(problem.code === "offline", onRetry);
  return (
    <div role="alert">
      <Blank whole icon={off} title={say("could_not_load")} text={reasonOf(problem)}>
        <button type="button" class="btn" onClick={onRetry}>
          <Icon d={retry} small />
          {say("try_again")}
        </button>
        {problem.request_id && <p class="small faint num">{say("request", { id: problem.request_id })}</p>}
      </Blank>
    </div>
  );
}
