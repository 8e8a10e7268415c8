/** JSON of plain values. On pages with libraries that give arrays and objects a `toJSON` of their own (as
 * Prototype did), JSON.stringify would write arrays as strings. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${written(field)}`).join()}}`;
}
