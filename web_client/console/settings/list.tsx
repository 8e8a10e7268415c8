import type { ComponentChildren } from "preact";
import { Icon } from "../../shared/icon.tsx";
import { plus } from "../../shared/icons.ts";
import { administers } from "../session/session.ts";
import { Failed } from "../ui/blank.tsx";
import type { Loaded } from "../ui/loaded.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { say } from "../words.ts";

type Props<T> = {
  title: string;
  add: string;
  onAdd: () => void;
  found: Loaded<T[]>;
  onRetry: () => void;
  empty: ComponentChildren;
  head: ComponentChildren;
  row: (item: T) => ComponentChildren;
};

/** A list of settings, with the button that adds to it. */
export function SettingsList<T>({ title, add, onAdd, found, onRetry, empty, head, row }: Props<T>) {
  return (
    <>
      <header class="bar">
        <h1 class="grow">{title}</h1>
        {administers.value && (
          <button type="button" class="btn primary" onClick={onAdd}>
            <Icon d={plus} small />
            {add}
          </button>
        )}
      </header>
      <div class="wrap">
        <section class="card block" aria-label={title}>
          {found.state === "loading" && <Skeleton label={say("loading")} />}
          {found.state === "failed" && <Failed problem={found.problem} onRetry={onRetry} />}
          {found.state === "ready" && found.value.length === 0 && (
            <>
              <h2 class="vh">{title}</h2>
              {empty}
            </>
          )}
          {found.state === "ready" && found.value.length > 0 && (
            <table class="tbl list">
              <thead>{head}</thead>
              <tbody>{found.value.map(row)}</tbody>
            </table>
          )}
        </section>
      </div>
    </>
  );
}
