import { useState } from "preact/hooks";
import { go } from "../here.ts";
import { settingsPath } from "../routes.ts";
import { api } from "../session/session.ts";
import { Field } from "../ui/field.tsx";
import { takesFocus } from "../ui/focus.ts";
import { say } from "../words.ts";
import { Add } from "./add.tsx";

type Props = {
  title: string;
  /** What it is a part of, as in the addresses of the API and of the settings. */
  kind: "teams" | "slas";
  /** What it begins with, besides its name. */
  usual?: object;
  onClose: () => void;
};

/** Adds what needs no more than a name, and opens it. */
export function AddNamed({ title, kind, usual = {}, onClose }: Props) {
  const [name, setName] = useState("");
  return (
    <Add
      title={title}
      action={say("add")}
      onClose={onClose}
      onAdd={async () => {
        const answer = await api.post<{ id: string }>(`/${kind}`, { name, ...usual });
        if (!answer.ok) return answer.problem;
        go(settingsPath(kind, answer.value.id));
        return null;
      }}
    >
      <Field label={say("name")}>
        <input
          class="input"
          required
          maxLength={200}
          value={name}
          ref={takesFocus}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
    </Add>
  );
}
