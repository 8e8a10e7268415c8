import { Icon } from "../../shared/icon.tsx";
import { check } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { now } from "../now.ts";
import { moment } from "../ui/spans.ts";
import { locale, say } from "../words.ts";

export type Visitor = {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  fields: Record<string, string> | null;
  locale: string | null;
  verified: boolean;
  first_seen_at: number | null;
  last_seen_at: number | null;
  online: boolean;
};

/** What the visitor has told of himself, and what his site vouches for. */
export function Contact({ visitor, state }: { visitor: Visitor; state: State }) {
  const spoken = languageName(visitor.locale ?? state.locale ?? null);
  const fields = Object.entries(visitor.fields ?? {});
  const told = visitor.email || visitor.phone || fields.length > 0;
  return (
    <>
      {!told && <p class="small faint">{say("no_contact")}</p>}
      <dl class="kv">
        {visitor.email && (
          <>
            <dt>{say("email")}</dt>
            <dd>
              <a href={`mailto:${encodeURIComponent(visitor.email).replace("%40", "@")}`}>{visitor.email}</a>{" "}
              {visitor.verified && <Verified />}
            </dd>
          </>
        )}
        {visitor.phone && (
          <>
            <dt>{say("phone")}</dt>
            <dd class="num">{visitor.phone}</dd>
          </>
        )}
        {fields.map(([name, value]) => (
          <Pair key={name} name={name} value={value} />
        ))}
        {spoken && <Pair name={say("language")} value={spoken} />}
        {visitor.first_seen_at && (
          <Pair name={say("since")} value={moment(visitor.first_seen_at, now.value)} />
        )}
      </dl>
    </>
  );
}

const Verified = () => (
  <span class="tag good">
    <Icon d={check} small />
    {say("signed_in_there")}
  </span>
);

const Pair = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt class="cut">{name}</dt>
    <dd>{value}</dd>
  </>
);

function languageName(tag: string | null): string | null {
  if (!tag) return null;
  try {
    return new Intl.DisplayNames(locale.value, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
