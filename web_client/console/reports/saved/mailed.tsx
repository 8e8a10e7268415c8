import { useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { mail as envelope, plus } from "../../../shared/icons.ts";
import type { Problem } from "../../api.ts";
import { settingsPath } from "../../routes.ts";
import { administers, api, me } from "../../session/session.ts";
import { Blank, Failed } from "../../ui/blank.tsx";
import { type Loaded, useLoaded } from "../../ui/loaded.ts";
import { Main } from "../../ui/main.tsx";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Switch } from "../../ui/switch.tsx";
import { toast } from "../../ui/toasts.tsx";
import { Told } from "../../ui/told.tsx";
import { locale, say } from "../../words.ts";
import { instantWords } from "../as_of.tsx";
import { isQuestion } from "../questions.ts";
import { tell as say_ } from "../words.ts";
import type { Schedule } from "./kinds.ts";
import { Remove } from "./lists.tsx";
import { MailedForm } from "./mailed_form.tsx";
import { tell } from "./words.ts";

type Settings = { report_mail_to_anybody: boolean };

/** Reports that come by mail: what, how often, to whom. */
export function MailedPage() {
  const [found, again] = useLoaded("/schedules", () => api.all<Schedule>("/schedules"));
  const [mail] = useLoaded("/mail", () => api.get<{ on: boolean }>("/mail"));
  const [settings, askSettings] = useLoaded("/settings", () => api.get<Settings>("/settings"));
  const [open, setOpen] = useState<Schedule | "new" | null>(null);
  const toAnybody = settings.state === "ready" && settings.value.report_mail_to_anybody;
  const isOn = mail.state === "ready" && mail.value.on;
  return (
    <Main>
      <header class="bar">
        <h1 class="grow">{tell("by_mail")}</h1>
        <button type="button" class="btn primary" onClick={() => setOpen("new")}>
          <Icon d={plus} small />
          {tell("add_mailed")}
        </button>
      </header>
      <div class="wrap report">
        {mail.state === "ready" && !mail.value.on && <MailIsOff />}
        <p class="soft">{tell("by_mail_hint")}</p>
        <section class="card block" aria-label={tell("by_mail")}>
          <List found={found} onRetry={again} canSend={isOn} onOpen={setOpen} onGone={again} />
        </section>
        {administers.value && settings.state === "ready" && (
          <ToAnybody on={toAnybody} onChanged={askSettings} />
        )}
      </div>
      {open && (
        <MailedForm
          saved={open === "new" ? null : open}
          toAnybody={toAnybody}
          onClose={() => setOpen(null)}
          onSaved={again}
        />
      )}
    </Main>
  );
}

type ListProps = {
  found: Loaded<Schedule[]>;
  onRetry: () => void;
  canSend: boolean;
  onOpen: (schedule: Schedule) => void;
  onGone: () => void;
};

function List({ found, onRetry, canSend, onOpen, onGone }: ListProps) {
  const [going, setGoing] = useState<Schedule | null>(null);
  if (found.state === "loading") return <Skeleton label={say("loading")} rows={2} />;
  if (found.state === "failed") return <Failed problem={found.problem} onRetry={onRetry} />;
  if (found.value.length === 0)
    return (
      <>
        <h2 class="vh">{tell("by_mail")}</h2>
        <Blank icon={envelope} title={tell("mailed_none")} text={tell("mailed_none_text")} />
      </>
    );
  return (
    <>
      <table class="tbl list mailed-list">
        <thead>
          <tr>
            <th scope="col">{tell("mailed_what")}</th>
            <th scope="col">{tell("every")}</th>
            <th scope="col">{tell("to_addresses")}</th>
            <th scope="col">{tell("next_run")}</th>
            <th scope="col">
              <span class="vh">{tell("edit")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.value.map((one) => (
            <Row key={one.id} schedule={one} canSend={canSend} onOpen={onOpen} onRemove={setGoing} />
          ))}
        </tbody>
      </table>
      {going && (
        <Remove
          title={tell("remove_mailed")}
          text={tell("remove_mailed_text", { name: subjectName(going) })}
          path={`/schedules/${going.id}`}
          onClose={() => setGoing(null)}
          onGone={() => {
            setGoing(null);
            onGone();
          }}
        />
      )}
    </>
  );
}

type RowProps = {
  schedule: Schedule;
  canSend: boolean;
  onOpen: (schedule: Schedule) => void;
  onRemove: (schedule: Schedule) => void;
};

function Row({ schedule, canSend, onOpen, onRemove }: RowProps) {
  const name = subjectName(schedule);
  const own = schedule.owner.id === me.value?.id;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        {!own && <small>{schedule.owner.name}</small>}
      </th>
      <td>{everyWords(schedule)}</td>
      <td class="soft">
        {schedule.to.map((address) => (
          <div key={address} class="cut">
            {address}
          </div>
        ))}
      </td>
      <td class="num">
        {schedule.disabled ? (
          <span class="tag">{tell("is_off")}</span>
        ) : (
          instantWords(schedule.next_at, schedule.tz)
        )}
      </td>
      <td class="r mailed-ways">
        {canSend && (
          <button type="button" class="btn plain" onClick={() => void sendNow(schedule)}>
            {tell("send_now")}
            <span class="vh">: {name}</span>
          </button>
        )}
        <button type="button" class="btn plain" onClick={() => onOpen(schedule)}>
          {tell("edit")}
          <span class="vh"> {name}</span>
        </button>
        <button type="button" class="btn plain" onClick={() => onRemove(schedule)}>
          {tell("remove")}
          <span class="vh"> {name}</span>
        </button>
      </td>
    </tr>
  );
}

async function sendNow(schedule: Schedule): Promise<void> {
  const answer = await api.post<{ to: string }>(`/schedules/${schedule.id}/test`, {});
  toast(answer.ok ? tell("sending_to", { address: answer.value.to }) : reasonOf(answer.problem));
}

export function subjectName(schedule: Pick<Schedule, "of" | "subject" | "name">): string {
  if (schedule.of === "page") return pageName(schedule.subject);
  return schedule.name ?? tell("no_longer_there");
}

export const pageName = (page: string): string =>
  isQuestion(page) ? say_(`ask_${page}`) : page === "help" ? say_("ask_help") : page;

function everyWords({ every, day, at }: Schedule): string {
  if (every === "day") return tell("every_day_at", { time: at });
  if (every === "month") return tell("every_month_at", { day, time: at });
  return tell("every_week_at", { weekday: weekdayName(day), time: at });
}

/** 0 is Monday. */
export function weekdayName(day: number): string {
  const monday = Date.UTC(2024, 0, 1);
  const format = new Intl.DateTimeFormat(locale.value, { weekday: "long", timeZone: "UTC" });
  return format.format(monday + day * 86_400_000);
}

function ToAnybody({ on, onChanged }: { on: boolean; onChanged: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  async function change(allowed: boolean) {
    const answer = await api.patch("/settings", { report_mail_to_anybody: allowed });
    setProblem(answer.ok ? null : answer.problem);
    onChanged();
  }
  return (
    <section class="card block" aria-label={tell("to_anybody")}>
      {problem && <Told kind="bad" text={reasonOf(problem)} />}
      <Switch
        label={tell("to_anybody")}
        hint={tell("to_anybody_hint")}
        on={on}
        onSwitch={(allowed) => void change(allowed)}
      />
    </section>
  );
}

/** How a server is started is for who may start it. */
function MailIsOff() {
  const how = administers.value ? (
    <a href={settingsPath("server")}>{tell("mail_is_off_how")}</a>
  ) : (
    tell("mail_is_off_ask")
  );
  return (
    <Told
      kind="warn"
      text={
        <>
          {tell("mail_is_off")} {how}
        </>
      }
    />
  );
}
