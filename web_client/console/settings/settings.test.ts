import { expect, test } from "vitest";
import { changesOf } from "./changes.ts";
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
