import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api.ts";
import { inboxPath } from "../routes.ts";
import { api } from "../session/session.ts";
import { Failed } from "../ui/blank.tsx";
import { Choice } from "../ui/choice.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { locale, say } from "../words.ts";
import { instantWords } from "./as_of.tsx";
import { counted, leftOut, shown } from "./formats.ts";
import { useFrame } from "./frame.ts";
import type { KeyPart, Kpi, Row, Rows, Stats } from "./kinds.ts";
import { reasonWords } from "./registry.ts";
import { tell } from "./words.ts";

const A_PAGE = "50";
const PENDING = "pending";
const COUNTED = "counted";

/** What is opened: the rows of a figure or of one of its groups, counted or left out. */
export type Opened = {
  kpi: Kpi;
  title: string;
  /** The question as the figure asked it, groupings included. */
  parameters: string;
  /** When the figure was made, ms: its rows are those of then, whatever has happened since. */
  asOf: number;
  /** The group's values, in the order of the groupings. */
  group?: readonly KeyPart[];
  /** The bar of its distribution. */
  bin?: string;
  stats: Stats;
  /** What is shown first; null: what counts. */
  reason?: string | null;
};

/** The conversations behind a figure: as many rows as it says, and those that it left out with the reason. */
export function Behind({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const [reason, setReason] = useState<string | null>(opened.reason ?? null);
  return (
    <Dialog
      title={opened.title}
      onClose={onClose}
      foot={
        <button type="button" class="btn" onClick={onClose}>
          {say("close")}
        </button>
      }
    >
      <Which stats={opened.stats} reason={reason} onChoose={setReason} />
      <Listed key={reason} opened={opened} reason={reason} />
    </Dialog>
  );
}

type WhichProps = { stats: Stats; reason: string | null; onChoose: (reason: string | null) => void };

function Which({ stats, reason, onChoose }: WhichProps) {
  const excluded = Object.entries(stats.excluded ?? {}).filter(([, rows]) => rows > 0);
  const first = excluded[0]?.[0] ?? null;
  const chosen = reason === null ? COUNTED : reason === PENDING ? PENDING : "out";
  const n = (rows: number) => counted(rows, locale.value);
  const options = [
    { value: COUNTED, label: `${tell("counted")} ${n(stats.n)}` },
    ...(first ? [{ value: "out", label: `${tell("left_out")} ${n(leftOut(stats))}` }] : []),
    ...(stats.pending ? [{ value: PENDING, label: `${tell("pending")} ${n(stats.pending)}` }] : []),
  ];
  return (
    <div class="which num">
      <Choice
        label={tell("rows_which")}
        value={chosen}
        options={options}
        onChoose={(value) => onChoose(value === COUNTED ? null : value === PENDING ? PENDING : first)}
      />
      {chosen === "out" && (
        <select
          class="input"
          aria-label={tell("why_left_out")}
          value={reason ?? ""}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {excluded.map(([name, rows]) => (
            <option key={name} value={name}>
              {reasonWords(name)}: {n(rows)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

type List = { rows: readonly Row[]; total: number; next: string | null };

/** Page by page, the newest first. */
function Listed({ opened, reason }: { opened: Opened; reason: string | null }) {
  const [list, setList] = useState<List | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(true);
  const here = useRef(true);
  const path = pathOf(opened, reason);
  async function load(cursor: string | null): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await api.get<Rows>(cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path);
    if (!here.current) return;
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const { items, total, next } = answer.value;
    setList((before) => ({ rows: [...(cursor ? (before?.rows ?? []) : []), ...items], total, next }));
  }
  useEffect(() => {
    here.current = true;
    void load(null);
    return () => {
      here.current = false;
    };
  }, [path]);
  if (!list && problem) return <Failed problem={problem} onRetry={() => void load(null)} />;
  if (!list) return <Skeleton label={say("loading")} rows={4} />;
  const range = {
    shown: counted(list.rows.length, locale.value),
    total: counted(list.total, locale.value),
  };
  return (
    <>
      {list.rows.length > 0 && <Table kpi={opened.kpi} rows={list.rows} />}
      <p class="row num faint small">
        <span class="grow" role="status">
          {list.rows.length > 0 ? tell("rows_shown", range) : tell("no_rows")}
        </span>
        {problem && <span role="alert">{say("could_not_load")}</span>}
        {list.next && (
          <button
            type="button"
            class="btn"
            aria-disabled={busy}
            onClick={() => void (busy || load(list.next))}
          >
            {tell("more_rows")}
          </button>
        )}
      </p>
    </>
  );
}

function Table({ kpi, rows }: { kpi: Kpi; rows: readonly Row[] }) {
  const frame = useFrame();
  const withAgent = rows.some((row) => row.agent);
  const withValue = kpi.unit !== "count" && rows.some((row) => row.value !== null);
  return (
    <section class="scrolls" tabIndex={0} aria-label={tell("rows_scroll")}>
      <table class="tbl num behind">
        <thead>
          <tr>
            <th scope="col">{tell("conversation")}</th>
            <th scope="col">{tell("when")}</th>
            {withAgent && <th scope="col">{say("agent")}</th>}
            {withValue && (
              <th scope="col" class="r">
                {kpi.unit === "s" ? tell("took") : say("value")}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              <th scope="row">
                {row.conversation ? (
                  <a href={inboxPath(row.conversation)}>
                    {row.visitor
                      ? say("visitor_nameless", { id: row.visitor.slice(-4) })
                      : tell("conversation_of", { id: row.conversation.slice(-4) })}
                  </a>
                ) : (
                  "–"
                )}
              </th>
              <td>{row.at === null ? "–" : instantWords(row.at, frame.tz)}</td>
              {withAgent && <td>{row.agent ? frame.named("agent", row.agent) : "–"}</td>}
              {withValue && <td class="r">{row.value === null ? "–" : valueWords(kpi, row.value)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Of a share each row is a yes or a no. */
function valueWords(kpi: Kpi, value: number): string {
  if (kpi.unit === "%")
    return value === 1 ? tell("yes") : value === 0 ? tell("no") : shown(value, "score", locale.value);
  return shown(value, kpi.unit, locale.value);
}

export function pathOf(opened: Omit<Opened, "title" | "stats" | "reason">, reason: string | null): string {
  const query = new URLSearchParams(opened.parameters);
  query.delete("compare");
  query.set("as_of", new Date(opened.asOf).toISOString());
  query.set("limit", A_PAGE);
  if (reason) query.set("excluded", reason);
  if (opened.bin) query.set("bin", opened.bin);
  for (const part of opened.group ?? []) query.append("group", part === null ? "" : String(part));
  return `/kpis/${opened.kpi.id}/conversations?${query}`;
}
