import { expect, test } from "vitest";
import { type Alert, isBad, worded } from "./alert.ts";

const ALERT: Alert = {
  key: "k",
  kind: "waiting",
  at: 0,
  value: 7,
  limit: 5,
  team: { id: "t", name: "Support" },
  conversation: null,
  target: null,
  visitor: null,
};

test("each kind of alert says what is so, and by how much", () => {
  expect(worded(ALERT, 0)).toBe("Support: 7 waiting, limit 5");
  expect(worded({ ...ALERT, kind: "wait", value: 150, limit: 120 }, 0)).toBe(
    "Support: longest wait 2:30, limit 2:00",
  );
  const promise = { ...ALERT, target: "next_response", limit: 60_000 };
  expect(worded({ ...promise, kind: "sla_warned" }, 15_000)).toBe("Support: next response due in 0:45");
  expect(worded({ ...promise, kind: "sla_breached" }, 75_000)).toBe("Support: next response overdue by 0:15");
  expect(worded({ ...ALERT, kind: "low_rating", value: 2, limit: 4 }, 0)).toBe("Support: rated 2 of 5");
  expect(worded({ ...ALERT, kind: "low_rating", value: 0, limit: 1 }, 0)).toBe("Support: rated thumbs down");
});

test("what is late is worse than what is near", () => {
  expect(isBad({ ...ALERT, kind: "sla_breached" })).toBe(true);
  expect(isBad({ ...ALERT, kind: "sla_warned" })).toBe(false);
});

test("whose conversation it is about stands first, also when he has no name", () => {
  const promise: Alert = { ...ALERT, kind: "sla_breached", target: "resolution", limit: 60_000 };
  expect(worded({ ...promise, visitor: { id: "v_vera", name: "Vera" } }, 75_000)).toBe(
    "Vera, Support: resolution overdue by 0:15",
  );
  expect(worded({ ...promise, visitor: { id: "v_12345678", name: null } }, 75_000)).toBe(
    "Visitor 5678, Support: resolution overdue by 0:15",
  );
});
