import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ack } from "./connection.ts";
import { Line } from "./line.ts";
import { Log } from "./log.ts";
import { type Keeper, Outbox, type Outgoing, type Said } from "./outbox.ts";
import { type Fate, type Script, ScriptedNetwork, ScriptedServer, type Way } from "./scripted.ts";
import type { Part } from "./state.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Vera's side: what she types, what goes out, what she sees. */
class Vera {
  readonly log = new Log("c");
  readonly outbox: Outbox;
  readonly #line: Line;
  readonly #network: ScriptedNetwork;

  constructor(network: ScriptedNetwork, keeper?: Keeper) {
    this.#network = network;
    this.#line = new Line({
      emit: (command, payload, answered) => network.emit(command, payload, answered),
      ackAfter: 500,
      random: () => 0.5,
    });
    this.outbox = new Outbox(({ id, text }) => this.#line.add<Said>("say", { id, text }), keeper);
    network.heard = (event) => {
      if (this.log.add(event)) this.outbox.echoed(event);
    };
  }

  cut(): void {
    this.#network.up = false;
    this.#line.pause();
  }

  async comesBack(): Promise<void> {
    this.#network.up = true;
    this.#line.resume();
    const fresh = await this.log.catchUp(async (after) => {
      const answer: Ack<Part> = await this.#line.add<Part>("catch_up", { after });
      return answer.ok ? answer : null;
    });
    for (const event of fresh) this.outbox.echoed(event);
  }

  /** What is on her screen, in order: the log, then what is on its way. */
  get sees(): string[] {
    const known = new Set(this.log.events.map((event) => event.id));
    const own = this.outbox.messages.value.filter((message) => !known.has(message.id));
    return [...this.log.events.map((event) => event.id ?? ""), ...own.map((message) => message.id)];
  }
}

const spans = fc.array(fc.record({ at: fc.nat(8_000), ms: fc.nat(2_000) }), { maxLength: 5 });
const fate = fc.constantFrom<Fate>("fine", "fine", "lost", "unacknowledged", "late", "busy");
const way: fc.Arbitrary<Way> = fc.record({ ms: fc.nat(400), times: fc.integer({ min: 1, max: 3 }) });
const script: fc.Arbitrary<Script> = fc.record({
  fates: fc.array(fate, { maxLength: 30 }),
  ways: fc.array(way, { maxLength: 30 }),
});
const instants = fc.array(fc.nat(8_000), { minLength: 1, maxLength: 12 });

type Plan = { at: number; does: () => void }[];

async function carriedOut(plan: Plan): Promise<void> {
  let now = 0;
  for (const { at, does } of [...plan].sort((a, b) => a.at - b.at)) {
    await vi.advanceTimersByTimeAsync(at - now);
    now = at;
    does();
  }
}

test("whatever the network does, each message is stored and shown once, in the order typed", async () => {
  await fc.assert(
    fc.asyncProperty(script, spans, instants, instants, async (script, cuts, typed, answered) => {
      const server = new ScriptedServer();
      const vera = new Vera(new ScriptedNetwork(server, script));
      const shown: string[][] = [];
      const ids = [...typed].sort((a, b) => a - b).map((_, n) => `m${n}`);
      const plan: Plan = [
        { at: 0, does: () => void vera.comesBack() },
        ...cuts.flatMap(({ at, ms }) => [
          { at, does: () => vera.cut() },
          { at: at + ms, does: () => void vera.comesBack() },
        ]),
        ...[...typed]
          .sort((a, b) => a - b)
          .map((at, n) => ({ at, does: () => vera.outbox.add({ id: `m${n}`, text: "" }, at) })),
        ...answered.map((at, n) => ({ at, does: () => void server.say(`ada${n}`, "", "agent") })),
        ...typed.map((at) => ({ at: at + 1, does: () => void shown.push(vera.sees) })),
        { at: 20_000, does: () => vera.cut() },
        { at: 21_000, does: () => void vera.comesBack() },
        { at: 22_000, does: () => vera.cut() },
        { at: 23_000, does: () => void vera.comesBack() },
      ];
      await carriedOut(plan);
      await vi.advanceTimersByTimeAsync(600_000);

      const own = server.events.filter((event) => event.by.kind === "visitor").map((event) => event.id);
      expect(own).toEqual(ids);
      expect(vera.log.events).toEqual(server.events);
      expect(vera.outbox.messages.value.filter((message) => message.state !== "sent")).toEqual([]);
      for (const one of shown) expect(new Set(one).size).toBe(one.length);
    }),
    { numRuns: 300 },
  );
});

test("a closed tab loses nothing, and two tabs that both send what is kept double nothing", async () => {
  await fc.assert(
    fc.asyncProperty(script, fc.integer({ min: 1, max: 8 }), async (script, count) => {
      let kept: readonly Outgoing[] = [];
      const keeper: Keeper = {
        load: () => [...kept],
        keep: (messages) => {
          kept = messages;
        },
      };
      const server = new ScriptedServer();
      const first = new Vera(new ScriptedNetwork(server, script), keeper);
      void first.comesBack();
      for (let n = 0; n < count; n++) first.outbox.add({ id: `m${n}`, text: "" }, n);
      await vi.advanceTimersByTimeAsync(count * 13);
      first.cut();
      const tabs = [1, 2].map(() => new Vera(new ScriptedNetwork(server, script), keeper));
      for (const tab of tabs) void tab.comesBack();
      await vi.advanceTimersByTimeAsync(600_000);
      expect(server.events.map((event) => event.id)).toEqual(
        Array.from({ length: count }, (_, n) => `m${n}`),
      );
    }),
    { numRuns: 200 },
  );
});

test("what was given up is never sent, whatever was on its way", async () => {
  const server = new ScriptedServer();
  const network = new ScriptedNetwork(server, { fates: [], ways: [] });
  const line = new Line({
    emit: (command, payload, answered) => network.emit(command, payload, answered),
    ackAfter: 500,
    random: () => 0,
  });
  const outbox = new Outbox(({ id, text }) => line.add<Said>("say", { id, text }));
  outbox.add({ id: "a", text: "" }, 0);
  outbox.add({ id: "b", text: "" }, 0);
  line.clear();
  outbox.clear();
  network.up = true;
  line.resume();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.events).toEqual([]);
  expect(outbox.messages.value).toEqual([]);
  outbox.add({ id: "c", text: "" }, 0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.events.map((event) => event.id)).toEqual(["c"]);
});

test("more than anybody types while away is refused at once instead of growing without end", async () => {
  const outbox = new Outbox(() => new Promise(() => {}));
  for (let n = 0; n < 205; n++) outbox.add({ id: `m${n}`, text: "" }, 0);
  const failed = outbox.messages.value.filter((message) => message.state === "failed");
  expect(failed.map((message) => message.id)).toEqual(["m200", "m201", "m202", "m203", "m204"]);
});
