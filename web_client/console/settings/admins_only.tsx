import { lock } from "../../shared/icons.ts";
import { api } from "../session/session.ts";
import { Blank } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { locale, say } from "../words.ts";
import type { Person } from "./kinds.ts";

type Props = { section: "webhooks" | "audit" };
const MOST = 3; // names

/** Says why the page is not shown and who can change that; the address stays, for when it is. */
export function AdminsOnly({ section }: Props) {
  const [found] = useLoaded("/agents", () => api.all<Person>("/agents"));
  const names =
    found.state === "ready"
      ? found.value.filter((one) => one.role === "admin" && !one.disabled).map((one) => one.name)
      : [];
  const list = new Intl.ListFormat(locale.value, { type: "disjunction" }).format(names.slice(0, MOST));
  return (
    <>
      <header class="bar">
        <h1>{say(`set_${section}`)}</h1>
      </header>
      <Blank
        whole
        icon={lock}
        title={say("admins_only")}
        text={list ? say("admins_only_who", { names: list }) : say("admins_only_ask")}
      />
    </>
  );
}
