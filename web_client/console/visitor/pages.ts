import type { Event } from "../../shared/protocol.ts";

export type PageShown = { url: string; title: string | null; at: number; opened: boolean };

/** The pages that the visitor was on, the newest first. Without his consent there is only the one on which
 * he opened the chat. */
export function pagesOf(events: readonly Event[]): PageShown[] {
  const pages: PageShown[] = [];
  for (const event of events) {
    if (event.type !== "conversation.started" && event.type !== "page.viewed") continue;
    const page = event.page;
    if (!page?.url || pages[0]?.url === page.url) continue;
    pages.unshift({ url: page.url, title: page.title, at: event.at, opened: event.type !== "page.viewed" });
  }
  return pages;
}
