import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Watching } from "./watching.ts";

/** A host whose services tests change, and what one that watches it has got. */
class Watched {
  readonly clock = new ManualClock();
  readonly ending = new AbortController();
  readonly #got: unknown[] = [];
  services: { id: string; state: string }[] = [{ id: "a", state: "ready" }, { id: "b", state: "ready" }];
  readonly watching = new Watching(() => Promise.resolve({ services: this.services }), this.clock);
  #wake: () => void = () => {};
  readonly ended: Promise<null> = this.watching.watch((event) => {
    this.#got.push(structuredClone(event));
    this.#wake();
    return Promise.resolve();
  }, this.ending.signal);

  async next(): Promise<unknown> {
    while (this.#got.length === 0) await new Promise<void>((resolve) => this.#wake = resolve);
    return this.#got.shift();
  }

  /** Lets half a second pass, once the host waits for it. */
  async look(): Promise<void> {
    await this.clock.timer(500);
    this.clock.advance(500);
  }
}

Deno.test("Watching sends the status, then events and what changed, and nothing while nothing does", async () => {
  const host = new Watched();
  deepStrictEqual(await host.next(), { status: { services: host.services } });
  await host.look();
  host.watching.announce({ event: "waiting", service: "b" });
  host.services = [{ id: "a", state: "ready" }, { id: "b", state: "waiting" }];
  await host.look();
  deepStrictEqual(await host.next(), {
    events: [{ event: "waiting", service: "b" }],
    missed: 0,
    services: [{ id: "b", state: "waiting" }],
    gone: [],
  });
  host.services = [{ id: "a", state: "ready" }];
  await host.look();
  deepStrictEqual(await host.next(), { events: [], missed: 0, services: [], gone: ["b"] });
  host.ending.abort();
  strictEqual(await host.ended, null);
  strictEqual(host.clock.timers.size, 0);
});

Deno.test("Watching drops events beyond 1,000 for a client that does not read, and says how many", async () => {
  const host = new Watched();
  await host.next();
  for (let count = 0; count < 1_003; count++) host.watching.announce(count);
  await host.look();
  const { events, missed } = await host.next() as { events: unknown[]; missed: number };
  deepStrictEqual([events.length, missed], [1_000, 3]);
  host.ending.abort();
  await host.ended;
});
