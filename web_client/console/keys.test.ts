import { expect, test } from "vitest";
import { actionOf } from "./keys.ts";

const press = {
  key: "e",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  typing: false,
  modal: false,
};

test("single letters act, whatever the caps lock says", () => {
  expect(actionOf(press)).toBe("resolve");
  expect(actionOf({ ...press, key: "J" })).toBe("next");
  expect(actionOf({ ...press, key: "?" })).toBe("help");
  expect(actionOf({ ...press, key: "q" })).toBeNull();
});

test("they stay letters where one writes, in a dialog, and with a modifier", () => {
  expect(actionOf({ ...press, typing: true })).toBeNull();
  expect(actionOf({ ...press, modal: true })).toBeNull();
  expect(actionOf({ ...press, ctrlKey: true })).toBeNull();
  expect(actionOf({ ...press, defaultPrevented: true })).toBeNull();
});
