import type { Kpi } from "./kinds.ts";

type Options = Pick<Kpi, "options" | "default" | "alone" | "either">;

/** Variants of which one is chosen, or the usual one; `name`: what they set, where they set something. */
export type Choice = { name: string | null; usual: string | null; variants: readonly string[] };

/** The choices that a definition leaves, and what is only there or not. */
export function choicesOf(kpi: Options): { choices: Choice[]; switches: string[] } {
  const left = new Set(Object.keys(kpi.options));
  const choices: Choice[] = [];
  for (const group of kpi.either) {
    const its = group.filter((one) => left.has(one));
    if (its.length < 2) continue;
    for (const one of its) left.delete(one);
    const usual = its.find((one) => one === kpi.default) ?? null;
    choices.push({ name: settingOf(its), usual, variants: its.filter((one) => one !== usual) });
  }
  return { choices, switches: [...left].filter((one) => one !== kpi.default) };
}

/** What is asked for once `added` is, without what does not go with it; null: only without `removed`. */
export function changed(
  kpi: Options,
  options: readonly string[],
  removed: readonly string[],
  added: string | null,
): string[] {
  const kept = options.filter((one) => !removed.includes(one) && one !== added);
  if (added === null) return kept;
  return [...kept.filter((one) => goTogether(kpi, one, added)), added];
}

const goTogether = (kpi: Options, one: string, other: string): boolean =>
  !kpi.alone.includes(one) &&
  !kpi.alone.includes(other) &&
  !kpi.either.some((group) => group.includes(one) && group.includes(other));

const settingOf = ([first = ""]: readonly string[]): string | null => /^(\w+)=/.exec(first)?.[1] ?? null;
