/** Hours as the server tells them: open or not, and when that turns; ms. Nothing: for a year at least. */
export type Turns = { open: boolean; closes_at?: number; opens_at?: number };

/** Whether it is open then, as far as was told. */
export function isOpenAt({ open, closes_at, opens_at }: Turns, at: number): boolean {
  if (opens_at && at >= opens_at) return true;
  return open && !(closes_at && at >= closes_at);
}
