import type { Presence } from "../session/session.ts";

const LOOKS: Record<Presence, string> = { online: "", away: "away", offline: "off" };

/** Presence by shape: full, half, ring. The word stands beside it. */
export const PresenceDot = ({ status }: { status: Presence }) => (
  <span class={`dot ${LOOKS[status]}`} aria-hidden="true" />
);
