import { expect, test } from "vitest";
import { capital } from "./words.ts";

test("a word that begins a line has a capital, as its language writes it", () => {
  expect(["first answer", "", "Agent"].map((one) => capital(one, "en"))).toEqual([
    "First answer",
    "",
    "Agent",
  ]);
  expect(capital("żądanie", "pl")).toBe("Żądanie");
});
