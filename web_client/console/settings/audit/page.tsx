import { useState } from "preact/hooks";
import { lock } from "../../../shared/icons.ts";
import type { Named } from "../../../shared/protocol.ts";
import { type Page, type Problem, withQuery } from "../../api.ts";
import { now } from "../../now.ts";
import { replayPath } from "../../routes.ts";
import { api, type Presence } from "../../session/session.ts";
import { Blank, Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { day, sameDay, time } from "../../ui/spans.ts";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import { ready, tell } from "./words.ts";

type Entry = {
  id: string;
  at: number;
  who: Named;
  action: string;
  subject: string;
  name: string | null;
  detail: Record<string, unknown>;
};

/** The page, once its words are there. */
export async function withWords() {
  await ready();
  return AuditPage;
}

/** Who looked at what, and who changed what of others: the newest first. */
export function AuditPage() {
  const [found, again] = useLoaded("audit", () => api.get<Page<Entry>>("/audit"));
  return (
    <>
      <header class="bar">
        <h1>{say("set_audit")}</h1>
      </header>
      <div class="wrap">
        <p class="small soft audit-text">{tell("audit_text")}</p>
        {found.state === "loading" && <Skeleton label={say("loading")} />}
        {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
        {found.state === "ready" && <Entries first={found.value} />}
      </div>
    </>
  );
}

function Entries({ first }: { first: Page<Entry> }) {
  const [more, setMore] = useState<Page<Entry>>({ items: [], next: first.next });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const entries = [...first.items, ...more.items];
  async function load() {
    if (busy) return;
    setBusy(true);
    const answer = await api.get<Page<Entry>>(withQuery("/audit", { cursor: more.next }));
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setMore({ items: [...more.items, ...answer.value.items], next: answer.value.next });
  }
  if (entries.length === 0)
    return <Blank whole icon={lock} title={tell("audit_none")} text={tell("audit_none_text")} />;
  return (
    <section class="card block" aria-label={say("set_audit")}>
      <table class="tbl num audit">
        <thead>
          <tr>
            <th scope="col">{tell("audit_at")}</th>
            <th scope="col">{tell("audit_by")}</th>
            <th scope="col">{tell("audit_action")}</th>
            <th scope="col">{tell("audit_of")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td class="nowrap">{moment(entry.at)}</td>
              <td>{whoOf(entry)}</td>
              <td>{didOf(entry)}</td>
              <td class="break">
                <Subject entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {problem && <Told kind="bad" text={tell("audit_more_failed", { why: reasonOf(problem) })} />}
      {more.next && (
        <button type="button" class="btn after" aria-busy={busy} onClick={() => void load()}>
          {problem ? say("try_again") : tell("audit_more")}
        </button>
      )}
    </section>
  );
}

const moment = (at: number): string =>
  sameDay(at, now.peek()) ? time(at) : `${day(at, now.peek())}, ${time(at)}`;

/** Who rewrites history does so without signing in. */
const whoOf = ({ who }: Entry): string =>
  who.name ?? (who.id === "command-line" ? tell("audit_command_line") : who.id);

function didOf({ action, detail }: Entry): string {
  switch (action) {
    case "conversation.watched":
      return tell("audit_did_conversation_watched");
    case "conversation.opened":
      return tell("audit_did_conversation_opened");
    case "conversation.transcript":
      return tell("audit_did_conversation_transcript");
    case "agent.status": {
      const stands = (name: "from" | "to") => say(`presence_${detail[name] as Presence}`);
      return tell("audit_did_agent_status", { from: stands("from"), to: stands("to") });
    }
    case "history.rewritten":
      return tell("audit_did_history_rewritten", {
        events: String(detail.events ?? "–"),
        timelines: String(detail.timelines ?? "–"),
        from: typeof detail.from === "number" ? moment(detail.from) : "–",
      });
    case "export":
      return tell("audit_did_export", { rows: String(detail.rows ?? "–") });
    default:
      return tell("audit_did_other", { action });
  }
}

function Subject({ entry }: { entry: Entry }) {
  if (entry.name) return <>{entry.name}</>;
  if (entry.action === "export" || entry.action === "history.rewritten") return <>–</>;
  if (!entry.action.startsWith("conversation.")) return <>{entry.subject}</>;
  return (
    <a href={replayPath(entry.subject, { at: String(entry.at) })}>
      {tell("audit_open")} <span class="faint">{entry.subject.slice(-6)}</span>
    </a>
  );
}
