import { expect, test } from "vitest";
import { AT_MOST, type Toast, withOne } from "./toast_list.ts";

const shown = (...added: Toast[]): readonly Toast[] =>
  added.reduce<readonly Toast[]>((toasts, one) => withOne(toasts, one), []);

test("alerts share one toast, which tells the newest and how many came before it", () => {
  const alert = (id: number, text: string): Toast => ({
    id,
    text,
    group: "alert",
    more: { n: 0, href: "#" },
  });
  const toasts = shown(alert(1, "Vera"), { id: 2, text: "Saved." }, alert(3, "Ben"), alert(4, "Otto"));
  expect(toasts.map(({ id, text, more }) => [id, text, more?.n])).toEqual([
    [4, "Otto", 2],
    [2, "Saved.", undefined],
  ]);
});

test("what is said twice stands there once, unless each can be undone", () => {
  expect(shown({ id: 1, text: "Saved." }, { id: 2, text: "Saved." }).map((one) => one.id)).toEqual([2]);
  const undone = (id: number): Toast => ({ id, text: "Resolved.", undo: () => {} });
  expect(shown(undone(1), undone(2))).toHaveLength(2);
});

test("there are never more than a few, and the oldest goes first", () => {
  const toasts = shown(...[1, 2, 3, 4, 5].map((id) => ({ id, text: String(id) })));
  expect(toasts).toHaveLength(AT_MOST);
  expect(toasts.map((one) => one.id)).toEqual([3, 4, 5]);
});
