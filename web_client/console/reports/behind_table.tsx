import type { ComponentChildren } from "preact";
import { inboxPath } from "../routes.ts";
import { Scrolls } from "../ui/scrolls.tsx";
import { locale, say } from "../words.ts";
import { instantWords } from "./as_of.tsx";
import { shown } from "./formats.ts";
import { useFrame } from "./frame.ts";
import type { Kpi, Order, Row } from "./kinds.ts";
import { tell } from "./words.ts";

const SORTED = { newest: undefined, highest: "descending", lowest: "ascending" } as const;
const ARROWS = { newest: "", highest: "↓", lowest: "↑" };

type Props = { kpi: Kpi; rows: readonly Row[]; order: Order; onOrder: (order: Order) => void };

/** The cases, dated, and each with what it is worth; by either of which they can be ordered. */
export function BehindTable({ kpi, rows, order, onOrder }: Props) {
  const frame = useFrame();
  const withAgent = rows.some((row) => row.agent);
  const withValue = kpi.unit !== "count" && rows.some((row) => row.value !== null);
  return (
    <Scrolls label={tell("rows_scroll")}>
      <table class="tbl num behind">
        <thead>
          <tr>
            <th scope="col">{tell("conversation")}</th>
            {withValue ? (
              <th scope="col" aria-sort={order === "newest" ? "descending" : undefined}>
                <Sort arrow={order === "newest" ? "↓" : ""} onSort={() => onOrder("newest")}>
                  {tell("when")}
                </Sort>
              </th>
            ) : (
              <th scope="col">{tell("when")}</th>
            )}
            {withAgent && <th scope="col">{say("agent")}</th>}
            {withValue && (
              <th scope="col" class="r" aria-sort={SORTED[order]}>
                <Sort
                  arrow={ARROWS[order]}
                  onSort={() => onOrder(order === "highest" ? "lowest" : "highest")}
                >
                  {kpi.unit === "s" ? tell("took") : say("value")}
                </Sort>
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
    </Scrolls>
  );
}

type SortProps = { arrow: string; onSort: () => void; children: ComponentChildren };

function Sort({ arrow, onSort, children }: SortProps) {
  return (
    <button type="button" class="sort" onClick={onSort}>
      {children}
      <span aria-hidden="true">{arrow}</span>
    </button>
  );
}

/** Of a share each row is a yes or a no. */
function valueWords(kpi: Kpi, value: number): string {
  if (kpi.unit === "%")
    return value === 1 ? tell("yes") : value === 0 ? tell("no") : shown(value, "count", locale.value);
  return shown(value, kpi.unit, locale.value);
}
