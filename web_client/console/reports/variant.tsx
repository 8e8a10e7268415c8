import { Field } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import type { Kpi } from "./kinds.ts";
import { optionWords } from "./options.ts";
import { type Choice, changed, choicesOf } from "./variants.ts";
import { known, tell } from "./words.ts";

type Props = {
  kpi: Kpi;
  options: readonly string[];
  onChoose: (options: string[]) => void;
};

/** Which of the variants of a definition are shown: several, where they go together. */
export function Variant({ kpi, options, onChoose }: Props) {
  const { choices, switches } = choicesOf(kpi);
  const choose = (removed: readonly string[], added: string | null) =>
    onChoose(changed(kpi, options, removed, added));
  return (
    <>
      {choices.map((choice) => (
        <OneOf
          key={choice.variants.join()}
          kpi={kpi}
          choice={choice}
          chosen={options.find((one) => choice.variants.includes(one)) ?? ""}
          onChoose={(one) => choose(choice.variants, one)}
        />
      ))}
      {switches.map((one) => (
        <Switch
          key={one}
          label={wordsOf(kpi, one)}
          on={options.includes(one)}
          onSwitch={(on) => choose([one], on ? one : null)}
        />
      ))}
    </>
  );
}

type OneOfProps = { kpi: Kpi; choice: Choice; chosen: string; onChoose: (one: string | null) => void };

const OneOf = ({ kpi, choice, chosen, onChoose }: OneOfProps) => (
  <Field label={known(`variant_${choice.name}`) ?? tell("variant")}>
    <select
      class="input"
      value={chosen}
      onChange={({ currentTarget }) => onChoose(currentTarget.value || null)}
    >
      <option value="">{choice.usual ? wordsOf(kpi, choice.usual) : tell("as_usual")}</option>
      {choice.variants.map((one) => (
        <option key={one} value={one} lang={optionWords(kpi, one) ? undefined : "en"}>
          {wordsOf(kpi, one)}
        </option>
      ))}
    </select>
  </Field>
);

const wordsOf = (kpi: Kpi, one: string): string => optionWords(kpi, one) ?? kpi.options[one] ?? one;
