import { useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../api.ts";
import { api } from "../session/session.ts";
import { Failed } from "../ui/blank.tsx";
import { Choice } from "../ui/choice.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { locale, say } from "../words.ts";
import { BehindTable } from "./behind_table.tsx";
import { counted, leftOut } from "./formats.ts";
import type { KeyPart, Kpi, Order, Row, Rows, Stats } from "./kinds.ts";
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

type List = { rows: readonly Row[]; total: number; next: string | null; order: Order };

/** Page by page, at first the newest first. */
function Listed({ opened, reason }: { opened: Opened; reason: string | null }) {
  const [list, setList] = useState<List | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(true);
  // Which question is the last one: an answer to an earlier one comes too late.
  const last = useRef(0);
  const path = pathOf(opened, reason);
  async function load(order: Order, cursor: string | null): Promise<void> {
    last.current += 1;
    const mine = last.current;
    setBusy(true);
    setProblem(null);
    const answer = await api.workedOut<Rows>(pageOf(path, order, cursor));
    if (mine !== last.current) return;
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const { items, total, next } = answer.value;
    setList((before) => ({ rows: [...(cursor ? (before?.rows ?? []) : []), ...items], total, next, order }));
  }
  useEffect(() => {
    void load("newest", null);
    return () => {
      last.current += 1;
    };
  }, [path]);
  if (!list && problem) return <Failed problem={problem} onRetry={() => void load("newest", null)} />;
  if (!list) return <Skeleton label={say("loading")} rows={4} />;
  const range = {
    shown: counted(list.rows.length, locale.value),
    total: counted(list.total, locale.value),
    order: tell(`rows_${list.order}`),
  };
  return (
    <>
      {list.rows.length > 0 && (
        <BehindTable
          kpi={opened.kpi}
          rows={list.rows}
          order={list.order}
          onOrder={(order) => void load(order, null)}
        />
      )}
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
            onClick={() => void (busy || load(list.order, list.next))}
          >
            {tell("more_rows")}
          </button>
        )}
      </p>
    </>
  );
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

export function pageOf(path: string, order: Order, cursor: string | null): string {
  const query = new URLSearchParams();
  if (order !== "newest") query.set("order", order);
  if (cursor) query.set("cursor", cursor);
  return query.size ? `${path}&${query}` : path;
}
