import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { written } from "./json.ts";

type Patched = { toJSON?: () => string };

afterEach(() => {
  for (const kind of [Array, Object]) delete (kind.prototype as Patched).toJSON;
});

test("plain values are written as JSON.stringify writes them", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(written(value)).toBe(JSON.stringify(value));
    }),
  );
});

test("fields that are undefined are left out, and in lists they are null", () => {
  expect(written({ a: undefined, b: [1, undefined] })).toBe('{"b":[1,null]}');
});

test("a library that teaches arrays and objects to write themselves changes nothing", () => {
  const packet = ["say", { id: "1", texts: ["a", "b"] }];
  const wanted = JSON.stringify(packet);
  for (const kind of [Array, Object]) (kind.prototype as Patched).toJSON = () => "mine";
  expect(written(packet)).toBe(wanted);
});
