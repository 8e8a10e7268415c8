import { addSheet } from "../front/sheet.ts";

const dressed = new WeakMap<Node, Set<string>>();

/** Gives the widget the style sheet of what is fetched later, once. */
export function dress(element: HTMLElement | null, css: string): void {
  const root = element?.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  const worn = dressed.get(root) ?? new Set();
  dressed.set(root, worn);
  if (!worn.has(css)) addSheet({ host: root.host as HTMLElement, root }, css);
  worn.add(css);
}
