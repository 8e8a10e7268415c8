import type { Details, Welcome } from "./wire.ts";

type Send = (command: string, payload: object) => Promise<void>;
type Identity = Details & { id: string; hash?: string; jwt?: string; fields?: Record<string, string> };
type Page = { url: string; title?: string };

/** What the page has said of the visitor. Nothing leaves the browser before he opens the chat; from then on
 * it is told after every connect, since the server may have met a new visitor. */
export class Standing {
  identity: Identity | null = null;
  attributes: Record<string, unknown> | null = null;
  tracking: boolean | null = null;
  page: Page | null = null;
  #toldPage = "";

  forget(): void {
    this.identity = null;
    this.attributes = null;
    this.tracking = null;
  }

  /** Whether pages may be told: the site does it openly, or the visitor agreed. */
  mayTrack(welcome: Welcome): boolean {
    return this.tracking ?? (welcome.site.tracking === true || welcome.visitor.tracking === true);
  }

  async replay(send: Send, welcome: Welcome): Promise<void> {
    if (this.identity) void send("identify", this.identity);
    if (this.attributes) void send("attributes", this.attributes);
    if (this.tracking !== null) await send("consent", { tracking: this.tracking });
    this.tellPage(send, welcome);
  }

  tellPage(send: Send, welcome: Welcome): void {
    const { page } = this;
    if (!page || page.url === this.#toldPage || !this.mayTrack(welcome)) return;
    this.#toldPage = page.url;
    void send("page", page);
  }
}
