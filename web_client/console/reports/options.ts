import { locale } from "../words.ts";
import type { Kpi } from "./kinds.ts";
import { has, known, tell, type Word } from "./words.ts";

const OF_A_LENGTH = /^(within|window)=(\d+)([hd]?)$/;
const UNITS: Record<string, string> = { h: "hour", d: "day", within: "second", window: "day" };

/** What a variant of a definition means, in the reader's language; null: only the registry says it. */
export function optionWords(kpi: Pick<Kpi, "id">, option: string): string | null {
  const length = OF_A_LENGTH.exec(option);
  if (!length) return known(`option_${kpi.id}_${option}`) ?? known(`option_${option}`);
  const [, what = "", count = "", suffix = ""] = length;
  const own = `option_${kpi.id}_${what}`;
  const key = (has(own) ? own : `option_${what}`) as Extract<Word, "option_within">;
  return tell(key, { span: spanWords(Number(count), UNITS[suffix || what] ?? "second") });
}

const spanWords = (count: number, unit: string): string =>
  new Intl.NumberFormat(locale.value, { style: "unit", unit, unitDisplay: "long" }).format(count);
