/** The edited fields that are not as saved any more. */
export function changesOf<T extends object>(saved: T, edited: Partial<T>): Partial<T> {
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(saved[name as keyof T]);
  return Object.fromEntries(Object.entries(edited).filter(differs)) as Partial<T>;
}
