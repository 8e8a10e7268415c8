/** The icons of events; more are in shared/icons.ts. */
export { check, clock, lock, person, snooze, star, swap } from "../../shared/icons.ts";
export const flag = "M6 20V4.5h11l-2.2 4 2.2 4H6";
export const up = "m6 14.5 6-6 6 6";
export const history = "M4.6 9.5A8 8 0 1 1 4 12M4 4.5v5h5M12 8v4.2l2.8 1.8";
export const play = "M8 5.5v13l10.5-6.5L8 5.5Z";
export const pause = "M8.5 5.5v13M15.5 5.5v13";
export { next } from "../../shared/icons.ts";
export const previous = "m14.5 6-6 6 6 6";
export const eye =
  "M2.8 12c2-4 5.2-6.2 9.2-6.2s7.2 2.2 9.2 6.2c-2 4-5.2 6.2-9.2 6.2S4.8 16 2.8 12ZM9.2 12a2.8 2.8 0 1 0 5.6 0 2.8 2.8 0 1 0 -5.6 0Z";
