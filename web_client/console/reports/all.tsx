import { Main } from "../ui/main.tsx";
import { useFrame } from "./frame.ts";
import type { Kpi } from "./kinds.ts";
import { QUESTIONS, type Question, questionOf } from "./questions.ts";
import { meaningOf, nameOf } from "./registry.ts";
import { tell } from "./words.ts";

/** The registry: every figure there is, with what it counts. */
export function AllFigures() {
  const { ground } = useFrame();
  const kpis = [...ground.kpis.values()];
  const groups = [...(Object.keys(QUESTIONS) as Question[]), null];
  return (
    <Main>
      <header class="bar">
        <h1>{tell("all_figures")}</h1>
      </header>
      <div class="wrap report">
        {groups.map((question) => (
          <Group
            key={question}
            title={question ? tell(`ask_${question}`) : tell("others")}
            kpis={kpis.filter((kpi) => questionOf(kpi.id) === question)}
          />
        ))}
      </div>
    </Main>
  );
}

function Group({ title, kpis }: { title: string; kpis: readonly Kpi[] }) {
  const frame = useFrame();
  if (kpis.length === 0) return null;
  return (
    <section class="card block">
      <header>
        <h2>{title}</h2>
      </header>
      <table class="tbl registry">
        <thead class="vh">
          <tr>
            <th scope="col">{tell("figure")}</th>
            <th scope="col">{tell("counts_what")}</th>
            <th scope="col">{tell("id")}</th>
          </tr>
        </thead>
        <tbody>
          {kpis.map((kpi) => (
            <tr key={kpi.id}>
              <th scope="row">
                <a href={frame.at(["figure", kpi.id])}>{nameOf(kpi)}</a>
              </th>
              <td class="soft" lang={meaningOf(kpi) ? undefined : "en"}>
                {meaningOf(kpi) ?? kpi.definition}
              </td>
              <td class="faint">
                <code>{kpi.id}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
