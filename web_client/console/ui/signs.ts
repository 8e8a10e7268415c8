/** The icons of events; more are in shared/icons.ts. */
export { check, clock, lock, person, snooze, star, swap } from "../../shared/icons.ts";
export const flag = "M6 20V4.5h11l-2.2 4 2.2 4H6";
