import type { Connection } from "../../shared/connection.ts";
import { Log } from "../../shared/log.ts";
import type { Event } from "../../shared/protocol.ts";
import { later, stateNow } from "../../shared/snapshot.ts";
import type { Part, State } from "../../shared/state.ts";

/** Hears what is new, and whether it happens now or was there before the page was. */
type Tell = (fresh: readonly Event[], isLive: boolean) => void;

/** The visitor's conversation as far as it was told, live and by catching up. */
export class Thread {
  state: State | null = null;
  #log: Log | null = null;
  #told: State | null = null;
  readonly #connection: Connection;
  readonly #tell: Tell;

  constructor(connection: Connection, tell: Tell) {
    this.#connection = connection;
    this.#tell = tell;
    connection.on<{ code: string }>("notice", ({ code }) => code === "behind" && void this.catchUp());
  }

  /** Its id, when there is one. */
  get id(): string | undefined {
    return this.#log?.conversation;
  }

  get events(): readonly Event[] {
    return this.#log?.events ?? [];
  }

  clear(): void {
    this.#log = this.#told = this.state = null;
  }

  /** `welcome` brings the last events only; what may lie between them and ours is asked for. Says whether the
   * conversation is new to this page. */
  async resumed(told: State, part: Part): Promise<boolean> {
    const log = this.#of(told.id);
    this.#knows(told);
    const before = log.upto;
    if (before && (part.events[0]?.seq ?? 0) > before + 1) await this.catchUp();
    if (log === this.#log) this.#took(log.take(part), before > 0);
    return before === 0;
  }

  happened(event: Event): void {
    const { conversation } = event;
    if (conversation === null) return;
    if (this.id !== conversation) {
      if (this.#log && event.type !== "conversation.started") return;
      this.#of(conversation);
      if (event.seq > 1) void this.catchUp();
    }
    if (this.#log?.add(event)) this.#took([event], true);
  }

  async catchUp(): Promise<void> {
    const log = this.#log;
    if (!log) return;
    const fresh = await log.catchUp(async (after) => {
      const asked = { conversation: log.conversation, after };
      const answer = await this.#connection.send<Part & { conversation: State }>("catch_up", asked);
      if (!answer.ok) return null;
      if (log === this.#log) this.#knows(answer.conversation);
      return answer;
    });
    if (log === this.#log) this.#took(fresh, true);
  }

  #of(conversation: string): Log {
    if (this.#log?.conversation === conversation) return this.#log;
    this.clear();
    this.#log = new Log(conversation);
    return this.#log;
  }

  #knows(told: State): void {
    this.#told = later(this.#told, told);
    this.#fold();
  }

  #took(fresh: readonly Event[], isLive: boolean): void {
    this.#fold();
    this.#tell(fresh, isLive);
  }

  #fold(): void {
    this.state = stateNow(this.#told, this.events);
  }
}
