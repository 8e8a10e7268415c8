import { useId } from "preact/hooks";
import { locale } from "../words.ts";
import { useAnswer } from "./asked.ts";
import { type Branch, ends, placeOf, type Tree } from "./branches.ts";
import { Waiting } from "./figure/waiting.tsx";
import { shown } from "./formats.ts";
import { useFrame } from "./frame.ts";
import { tell } from "./words.ts";

/** What goes with satisfaction, in sentences; each with its interval around no difference. */
export function SatisfactionTree() {
  const id = useId();
  const { ground, asked, parameters } = useFrame();
  const kpi = ground.kpis.get("csat");
  // It is of teams and of the whole, never of a single person.
  const path =
    kpi && !asked.agent ? `/kpis/csat/tree?${parameters(kpi, {}, { ...asked, clock: "wall" })}` : null;
  const [answer, again] = useAnswer<Tree>(path);
  if (path === null) return null;
  return (
    <section class="card block tree" aria-labelledby={id}>
      <header>
        <h2 id={id} class="grow">
          {tell("tree_title")}
        </h2>
      </header>
      {answer.state === "ready" ? (
        <Told tree={answer.value} />
      ) : (
        <Waiting answer={answer} onRetry={again} height={160} />
      )}
    </section>
  );
}

function Told({ tree }: { tree: Tree }) {
  if (tree.reason) return <p class="soft">{whyNot(tree)}</p>;
  const end = ends(tree.branches);
  const leftOut = Object.keys(tree.left_out).map(nameOf);
  return (
    <>
      <ul class="branches">
        {tree.branches.map((branch) => (
          <li key={branch.id}>
            <p>
              <strong>{nameOf(branch.id)}</strong> {sentence(branch)}
            </p>
            <Spread branch={branch} end={end} />
          </li>
        ))}
      </ul>
      <p class="tree-scale num" aria-hidden="true">
        <span>{points(-end)}</span>
        <span>{tell("tree_unit")}</span>
        <span>{points(end)}</span>
      </p>
      <p class="soft num">
        {[
          tell("tree_of", { n: tree.n }),
          tell("tree_explains", { share: shown(100 * (tree.explained ?? 0), "%", locale.value, "table") }),
          leftOut.length > 0 && tell("tree_left_out", { branches: leftOut.join("; ") }),
          tree.pending > 0 && tell("tree_pending", { n: tree.pending }),
        ]
          .filter(Boolean)
          .join(" ")}{" "}
        <strong>{tell("tree_not_cause")}</strong>
      </p>
    </>
  );
}

/** The sentence says it all; this is for the eye. */
function Spread({ branch, end }: { branch: Branch; end: number }) {
  const [low, high] = branch.ci;
  const at = {
    "--v": placeOf(branch.effect, end),
    "--lo": placeOf(low, end),
    "--hi": placeOf(high, end),
  };
  return (
    <div class={`spread ${branch.verdict}`} style={at} aria-hidden="true">
      <i />
      <b />
    </div>
  );
}

const nameOf = (branch: string): string => tell(`tree_${branch as Branch["id"]}`);

function sentence({ effect, ci: [low, high], verdict }: Branch): string {
  if (verdict === "unclear") return tell("tree_unclear", { from: points(low), to: points(high) });
  const [from, to] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b).map(plain) as [string, string];
  return tell(`tree_${verdict}`, { points: plain(Math.abs(effect)), from, to });
}

function whyNot(tree: Tree): string {
  if (tree.reason !== "collinear") return tell(`tree_${tree.reason ?? "too_few"}`);
  return tell("tree_collinear", { branches: tree.with.map(nameOf).join("; ") });
}

const points = (value: number): string => shown(value, "points", locale.value);
const plain = (value: number): string =>
  new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(value);
