import { deepEqual, equal, ok } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { Sign } from "./liveness.ts";
import { DEFAULT_LIVENESS, DEFAULT_RESTART } from "./settings.ts";
import { type Ending, type Instance, type StopReason, Supervisor } from "./supervisor.ts";

const SEEDS = 60;
const STEPS = 150;

/** Numbers from 0 to below 1 that a seed decides (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Services that take their time to start and to stop, and of which only one may be there. */
class World {
  readonly clock = new ManualClock();
  readonly random: () => number;
  readonly live = new Set<Instance>();
  most = 0;
  last: { crash(): void; hang(): void } | null = null;

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  /** Resolves after up to that many milliseconds, a timer of the clock's. */
  #later(maxMs: number): Promise<void> {
    return new Promise((resolve) => this.clock.setTimeout(resolve, Math.floor(this.random() * maxMs)));
  }

  async launch(signal: AbortSignal): Promise<Instance> {
    const ended = Promise.withResolvers<Ending>();
    let sign: Sign = "answered";
    const stop = async (_: StopReason) => {
      await this.#later(500);
      this.live.delete(instance);
    };
    const instance: Instance = { ended: ended.promise, check: () => Promise.resolve(sign), stop };
    this.live.add(instance);
    this.most = Math.max(this.most, this.live.size);
    await this.#later(1_000);
    // Some are ready in the very moment in which they are given up.
    if (this.random() < (signal.aborted ? 0.5 : 0.2)) {
      this.live.delete(instance);
      throw new Error("it does not start");
    }
    this.last = {
      crash: () => ended.resolve({ isClean: this.random() < 0.3, cause: "it ended" }),
      hang: () => sign = "silent",
    };
    return instance;
  }
}

/** Advances the clock in small steps, and runs what waits for each. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let part = 0; part < 5; part++) {
    clock.advance(ms / 5);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }
}

Deno.test("Supervisor never runs a service twice, and leaves nothing once it is stopped, in any order of events", async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = new World(seed);
    const supervisor = new Supervisor({
      launch: (signal) => world.launch(signal),
      restart: { ...DEFAULT_RESTART, policy: (["permanent", "transient", "temporary"] as const)[seed % 3]! },
      liveness: DEFAULT_LIVENESS,
      clock: world.clock,
      random: world.random,
      onChange: ({ state }) => seen.add(state),
    });
    const asked: Promise<unknown>[] = [];
    const acts = [
      () => asked.push(supervisor.start()),
      () => asked.push(supervisor.restart()),
      () => asked.push(supervisor.stop()),
      () => world.last?.crash(),
      () => world.last?.hang(),
    ];
    for (let step = 0; step < STEPS; step++) {
      // Asking is rarer than failing, so that failures add up.
      const act = world.random() < 0.05 ? 3 * world.random() : 3 + 2 * world.random();
      if (world.random() < 0.7) acts[Math.floor(act)]!();
      await pass(world.clock, world.random() < 0.1 ? 40_000 : 700 * world.random());
    }
    const stopped = supervisor.stop();
    await pass(world.clock, 5_000);
    await stopped;
    await Promise.all(asked);
    equal(supervisor.lifecycle.state, "stopped", `seed ${seed}`);
    ok(world.most <= 1, `seed ${seed}: ${world.most} at once`);
    equal(world.live.size, 0, `seed ${seed}`);
    equal(world.clock.timers.size, 0, `seed ${seed}`);
  }
  deepEqual([...seen].sort(), ["ended", "given-up", "ready", "starting", "stopped", "stopping", "waiting"]);
});
