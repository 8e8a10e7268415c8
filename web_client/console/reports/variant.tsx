import { Field } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import type { Kpi } from "./kinds.ts";
import { optionWords } from "./options.ts";
import { tell } from "./words.ts";

type Props = {
  kpi: Kpi;
  options: readonly string[];
  onChoose: (options: string[]) => void;
};

/** Which of the variants of a definition is shown. Where some exclude each other, the rest goes with any of
 * them; elsewhere it is one variant at a time. */
export function Variant({ kpi, options, onChoose }: Props) {
  const all = Object.keys(kpi.options);
  if (all.length === 0) return null;
  const either = kpi.either?.length ? kpi.either : all;
  const others = all.filter((one) => !either.includes(one));
  const chosen = options.find((one) => either.includes(one)) ?? "";
  const beside = options.filter((one) => others.includes(one));
  const words = (one: string) => optionWords(kpi, one) ?? kpi.options[one] ?? one;
  return (
    <>
      <Field label={tell("variant")}>
        <select
          class="input"
          value={chosen}
          onChange={({ currentTarget: { value } }) => onChoose(value ? [...beside, value] : beside)}
        >
          <option value="">{tell("as_usual")}</option>
          {either.map((one) => (
            <option key={one} value={one} lang={optionWords(kpi, one) ? undefined : "en"}>
              {words(one)}
            </option>
          ))}
        </select>
      </Field>
      {others.map((one) => (
        <Switch
          key={one}
          label={words(one)}
          on={beside.includes(one)}
          onSwitch={(on) => onChoose([...options.filter((other) => other !== one), ...(on ? [one] : [])])}
        />
      ))}
    </>
  );
}
