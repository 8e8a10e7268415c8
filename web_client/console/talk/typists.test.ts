import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Typists } from "./typists.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const vera = { id: "v_1", kind: "visitor" as const, name: "Vera", text: "or shall" };

test("Vera is shown with what she types until she stops", () => {
  const typing = new Typists();
  typing.starts(vera);
  typing.starts({ ...vera, text: "or shall I" });
  expect(typing.shown.value).toEqual([{ ...vera, text: "or shall I" }]);
  typing.stops("v_1");
  expect(typing.shown.value).toEqual([]);
});

test("who is not heard of for six seconds has stopped", () => {
  const typing = new Typists();
  typing.starts(vera);
  vi.advanceTimersByTime(5000);
  typing.starts(vera);
  vi.advanceTimersByTime(5999);
  expect(typing.shown.value).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(typing.shown.value).toHaveLength(0);
});
