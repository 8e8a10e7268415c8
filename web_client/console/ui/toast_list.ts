/** `group`: a newer one takes its place; `more`: how many it has so taken the place of. */
export type Toast = {
  id: number;
  text: string;
  undo?: () => void;
  group?: string;
  to?: { href: string; label: string };
  more?: { n: number; href: string };
};

/** More than these hide what one works at. */
export const AT_MOST = 3;

/** With one more; what says the same already, or is of its group, gives way to it, and so do the oldest. */
export function withOne(toasts: readonly Toast[], one: Toast): readonly Toast[] {
  const before = toasts.find((each) => takesItsPlace(each, one));
  if (!before) return [...toasts.slice(1 - AT_MOST), one];
  // It stays where it is: what is being pressed must not move.
  return toasts.map((each) => (each === before ? counted(before, one) : each));
}

function takesItsPlace(each: Toast, one: Toast): boolean {
  if (one.group !== undefined) return each.group === one.group;
  return !one.undo && !each.undo && each.group === undefined && each.text === one.text;
}

function counted(before: Toast, one: Toast): Toast {
  if (!one.more) return one;
  return { ...one, more: { ...one.more, n: one.more.n + 1 + (before.more?.n ?? 0) } };
}
