import { useState } from "preact/hooks";
import type { Problem } from "../api.ts";
import { dateAt } from "../reports/dates.ts";
import { api } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { toast } from "../ui/toasts.tsx";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";
import type { Imported } from "./kinds.ts";
import { tell } from "./words.ts";

type File_ = { format: "csv" | "ics"; text: string };
type Props = { tz: string; onClose: () => void; onDone: () => void };

/** A file is looked at first: what it would do, and each line that cannot be read. Then it is taken whole. */
export function ImportDialog({ tz, onClose, onDone }: Props) {
  const [file, setFile] = useState<File_ | null>(null);
  const [told, setTold] = useState<Imported | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function send(chosen: File_, trial: boolean): Promise<Imported | null> {
    setProblem(null);
    const answer = await api.post<Imported>("/roster", { ...chosen, tz, trial });
    if (!answer.ok) setProblem(answer.problem);
    else setTold(answer.value);
    return answer.ok ? answer.value : null;
  }

  async function choose(given: File | undefined) {
    setTold(null);
    if (!given) return setFile(null);
    const text = await given.text();
    const format =
      /\.ics$/i.test(given.name) || text.trimStart().startsWith("BEGIN:VCALENDAR") ? "ics" : "csv";
    const chosen: File_ = { format, text };
    setFile(chosen);
    await send(chosen, true);
  }

  async function take() {
    const found = file && (await send(file, false));
    if (!found?.stored) return;
    toast(tell("imported", { n: found.shifts }));
    onDone();
    onClose();
  }

  const fits = told !== null && told.broken_lines === 0 && told.shifts > 0;
  return (
    <Dialog
      title={tell("import_roster")}
      onClose={onClose}
      onSubmit={() => void take()}
      foot={
        <>
          <button type="button" class="btn" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary" disabled={!fits}>
            {tell("import")}
          </button>
        </>
      }
    >
      <Field label={tell("import_file")} hint={tell("import_hint", { zone: tz })}>
        <input
          class="input"
          type="file"
          accept=".csv,.ics,text/csv,text/calendar"
          onChange={(event) => void choose(event.currentTarget.files?.[0])}
        />
      </Field>
      <pre class="sample num">
        {"agent,from,to,kind\nada@example.com,2026-03-09 08:00,2026-03-09 16:30,work"}
      </pre>
      {problem && (
        <Told kind="bad" text={problem.code === "too_large" ? tell("file_too_large") : reasonOf(problem)} />
      )}
      {told && <Report told={told} tz={tz} />}
    </Dialog>
  );
}

function Report({ told, tz }: { told: Imported; tz: string }) {
  if (told.broken_lines === 0 && told.shifts === 0) return <Told kind="warn" text={tell("import_empty")} />;
  if (told.broken_lines === 0)
    return (
      <Told
        kind="good"
        text={`${tell("import_would", { n: told.shifts, agents: told.agents, from: day(told.from, tz), to: day((told.to ?? 1) - 1, tz) })} ${
          told.replaces > 0 ? tell("import_replaces", { n: told.replaces }) : ""
        }`}
      />
    );
  return (
    <>
      <Told kind="bad" text={tell("import_broken", { n: told.broken_lines })} />
      <div class="scrolls tall">
        <table class="tbl num">
          <thead>
            <tr>
              <th scope="col">{tell("line")}</th>
              <th scope="col">{tell("problem")}</th>
            </tr>
          </thead>
          <tbody>
            {told.broken.map((one) => (
              <tr key={`${one.line} ${one.problem}`}>
                <td>{one.line || "–"}</td>
                <td lang="en" class="break">
                  {one.problem}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const day = (at: number | null, tz: string): string => (at === null ? "–" : dateAt(at, tz));
