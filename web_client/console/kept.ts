/** What this browser keeps for the person who uses it. Bears storage that is full or forbidden. */
export function kept(key: string): string | null {
  try {
    return localStorage.getItem(`chat_butler_console_${key}`);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`chat_butler_console_${key}`, value);
  } catch {
    // It holds for this page then, and is asked for again at the next.
  }
}
