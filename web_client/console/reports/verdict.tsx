import { Icon } from "../../shared/icon.tsx";
import { alert, check, why } from "../../shared/icons.ts";
import { locale } from "../words.ts";
import { shown } from "./formats.ts";
import type { Figure, Verdict } from "./kinds.ts";
import { known, tell } from "./words.ts";

const LOOKS: Record<Verdict, { tone: string; icon: string }> = {
  met: { tone: "good", icon: check },
  missed: { tone: "bad", icon: alert },
  too_close: { tone: "", icon: why },
};

/** Met, missed, or too close to say: the word with its colour, and the target. */
export function VerdictTag({ figure }: { figure: Figure }) {
  if (!figure.verdict || figure.target == null) return null;
  const { tone, icon } = LOOKS[figure.verdict];
  return (
    <span class={`tag ${tone}`}>
      <Icon d={icon} small />
      {tell(`verdict_${figure.verdict}`, {
        target: shown(figure.target, figure.unit, locale.value, "target"),
      })}
    </span>
  );
}

/** Of which part the verdict is, where it is not the whole: its own value is the one that is compared. */
export function Judged({ figure }: { figure: Figure }) {
  const stats = figure.judged ? figure.segments?.[figure.judged] : undefined;
  if (!figure.verdict || !stats || stats.value === null) return null;
  return (
    <span>
      {known(`segment_${figure.judged}`) ?? figure.judged}: {shown(stats.value, figure.unit, locale.value)}
    </span>
  );
}
