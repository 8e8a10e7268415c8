import { expect, test } from "vitest";
import { lasting } from "./spans.ts";

const [SECOND, HOUR, DAY] = [1_000, 3_600_000, 86_400_000];

test("how long something lasts is said as exactly as it matters", () => {
  expect(lasting(48 * SECOND)).toBe("0:48");
  expect(lasting(2 * HOUR + 5 * 60 * SECOND)).toBe("2 h 05");
  expect(lasting(DAY - SECOND)).toBe("23 h 59");
  expect(lasting(DAY + 3 * HOUR)).toBe("1 d 3 h");
  expect(lasting(7 * DAY - SECOND)).toBe("6 d 23 h");
  expect(lasting(12 * DAY + 3 * HOUR)).toBe("12 days");
});
