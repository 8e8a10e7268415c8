import { expect, test } from "vitest";
import { changesOf } from "./draft.ts";
import { endsNextDay, hoursOf, newHours, weekOf } from "./hours/week.ts";
import { isColour, onWhite } from "./sites/contrast.ts";
import { embedCode, originsOf } from "./sites/origins.ts";

test("only what differs from the saved counts as a change", () => {
  const saved = { name: "Plum", look: { brand: "#0f5e73" }, tracking: false };
  expect(changesOf(saved, { name: "Plum", look: { brand: "#0f5e73" } })).toEqual({});
  expect(changesOf(saved, { tracking: true, look: { brand: "#7a3b69" } })).toEqual({
    tracking: true,
    look: { brand: "#7a3b69" },
  });
});

test("hours survive being edited: closed days, nights, and a second interval that came from elsewhere", () => {
  const hours = {
    mon: [
      ["09:00", "12:30"],
      ["13:30", "17:00"],
    ],
    fri: [["18:00", "02:00"]],
  } as const;
  const week = weekOf(hours);
  expect(hoursOf(week)).toEqual(hours);
  expect(week.sun.open).toBe(false);
  expect(endsNextDay(week.fri)).toBe(true);
  expect(endsNextDay(week.mon)).toBe(false);
});

test("midnight is written as the clock of the browser can show it", () => {
  expect(weekOf({ mon: [["08:00", "24:00"]] }).mon.to).toBe("00:00");
  expect(Object.keys(newHours("Europe/Oslo").hours)).toEqual(["mon", "tue", "wed", "thu", "fri"]);
});

test("addresses become origins however they are typed, and nonsense is left for the server to refuse", () => {
  expect(originsOf("https://shop.example/cart?x=1, www.shop.example\nhttps://shop.example")).toEqual([
    "https://shop.example",
    "https://www.shop.example",
  ]);
  expect(originsOf("http://[broken")).toEqual(["http://[broken"]);
});

test("the embed code names host and key", () => {
  expect(embedCode("https://chat.example", "K1")).toBe(
    '<script async src="https://chat.example/widget.js" data-site="K1"></script>',
  );
});

test("contrast on white is WCAG's", () => {
  expect(onWhite("#ffffff")).toBeCloseTo(1, 5);
  expect(onWhite("#000000")).toBeCloseTo(21, 5);
  expect(onWhite("#7a3b69")).toBeCloseTo(7.9, 1);
  expect(isColour("#12345")).toBe(false);
});
