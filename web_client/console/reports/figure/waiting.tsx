import { Icon } from "../../../shared/icon.tsx";
import { retry } from "../../../shared/icons.ts";
import type { Problem } from "../../api.ts";
import type { Loaded } from "../../ui/loaded.ts";
import { say } from "../../words.ts";
import { problemWords } from "../problems.ts";

type Props = { answer: Exclude<Loaded<unknown>, { state: "ready" }>; onRetry: () => void; height?: number };

/** In the place of a graphic until it is there; a failed one leaves the others alone. */
export function Waiting({ answer, onRetry, height = 216 }: Props) {
  if (answer.state === "failed") return <Lost problem={answer.problem} onRetry={onRetry} />;
  return (
    <div class="after-blink" aria-busy="true" style={{ minBlockSize: `${height}px` }}>
      <span class="vh">{say("loading")}</span>
      <span class="skel" style={{ blockSize: `${height}px` }} />
    </div>
  );
}

export function Lost({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  return (
    <div class="lost" role="alert">
      <p>
        {say("could_not_load")}. {problemWords(problem)}
      </p>
      <button type="button" class="btn" onClick={onRetry}>
        <Icon d={retry} small />
        {say("try_again")}
      </button>
    </div>
  );
}
