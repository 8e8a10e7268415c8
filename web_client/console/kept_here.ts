// What this tab keeps of somebody's work until it is done: over a reload, not longer than the tab. Bears storage
// that is full or forbidden.

const name = (person: string, key: string) => `chat_butler_console_${person}_${key}`;

export function recalled<T>(person: string, key: string, otherwise: T): T {
  try {
    return JSON.parse(sessionStorage.getItem(name(person, key)) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(person: string, key: string, value: object): void {
  try {
    sessionStorage.setItem(name(person, key), JSON.stringify(value));
  } catch {
    // It lasts as long as the page then.
  }
}

/** Whoever signs out leaves nothing behind. */
export function forgetAll(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith("chat_butler_console_")) sessionStorage.removeItem(key);
  } catch {
    // There is nothing.
  }
}
