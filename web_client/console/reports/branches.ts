/** As GET /kpis/csat/tree gives it: points of satisfaction, 0 to 100. */
export type Branch = {
  id: "wait" | "transfers" | "fcr" | "length";
  kpi: string;
  unit: string;
  step: number;
  mean: number;
  sd: number;
  effect: number;
  ci: readonly [number, number];
  standardised: number;
  verdict: "more" | "less" | "unclear";
};

export type Tree = {
  n: number;
  excluded: Record<string, number>;
  pending: number;
  value: number | null;
  reason: "too_few" | "no_variation" | "constant" | "collinear" | "saturated" | null;
  explained: number | null;
  branches: readonly Branch[];
  left_out: Record<string, string>;
  with: readonly string[];
};

const STEPS = [1, 2, 5];

/** Where the scale ends to both sides of no difference: a round number that holds every interval. */
export function ends(branches: readonly Branch[]): number {
  const furthest = Math.max(0, ...branches.flatMap(({ ci }) => ci.map(Math.abs)));
  for (let power = 1; ; power *= 10)
    for (const step of STEPS) if (step * power >= furthest) return step * power;
}

/** In per cent of the scale from its left end. */
export const placeOf = (value: number, end: number): number =>
  Math.min(100, Math.max(0, 50 + (50 * value) / end));
