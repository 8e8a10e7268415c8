import type { Kpi } from "./kinds.ts";

/** Where the server gives the same as a table that a spreadsheet reads. */
export function exportsOf(kpi: Kpi, parameters: string): { csv: string; xlsx: string } {
  const query = new URLSearchParams(parameters);
  query.delete("compare");
  const path = (kind: string) => `/api/v1/kpis/${kpi.id}/table.${kind}?${query}`;
  return { csv: path("csv"), xlsx: path("xlsx") };
}
