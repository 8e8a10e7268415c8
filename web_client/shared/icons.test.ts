import { expect, test } from "vitest";
import * as icons from "./icons.ts";

/** The corners of a path, control points too: how far it may reach. Arcs count by their ends. */
function cornersOf(path: string): [number, number][] {
  const corners: [number, number][] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const [, letter = "", list = ""] of path.matchAll(/([a-z])([^a-z]*)/gi)) {
    const numbers = [...list.matchAll(/-?(?:\d+\.?\d*|\.\d+)/g)].map(Number);
    const kind = letter.toLowerCase();
    const [dx, dy] = letter === kind ? [1, 1] : [0, 0];
    if (kind === "z") [x, y] = [startX, startY];
    const width = { a: 7, c: 6, s: 4, h: 1, v: 1, z: 1 }[kind] ?? 2;
    for (let at = 0; at < numbers.length; at += width) {
      const part = numbers.slice(at, at + width);
      const [fromX, fromY] = [x * dx, y * dy];
      if (kind === "h") x = fromX + (part[0] ?? 0);
      else if (kind === "v") y = fromY + (part[0] ?? 0);
      else {
        const points = kind === "a" ? part.slice(5) : part;
        for (let pair = 0; pair < points.length; pair += 2) {
          x = fromX + (points[pair] ?? 0);
          y = fromY + (points[pair + 1] ?? 0);
          corners.push([x, y]);
        }
      }
      corners.push([x, y]);
      if (kind === "m" && at === 0) [startX, startY] = [x, y];
    }
  }
  return corners;
}

test.each(Object.entries(icons))("the icon %s lies within its 24 px", (_, path) => {
  const reach = cornersOf(path).flat();
  expect(Math.min(...reach)).toBeGreaterThanOrEqual(1.5);
  expect(Math.max(...reach)).toBeLessThanOrEqual(22.5);
});
