import { deepEqual, equal, match, rejects, throws } from "node:assert/strict";
import { Gate, ManualClock } from "@fluxwire/transport";
import { LogStore } from "./logs/log_store.ts";
import { type ServiceInstance, type ServiceOptions, SupervisedService } from "./service.ts";
import type { Process } from "./process.ts";
import type { ServiceEvent } from "./service_event.ts";
import { DEFAULT_LIVENESS, DEFAULT_RESTART } from "./supervisor/settings.ts";
import type { Ending } from "./supervisor/supervisor.ts";

/** A service that another program has started, so that it has no process, under a clock of its own. */
class World {
  readonly clock = new ManualClock(Date.UTC(2026, 0, 2));
  readonly events: ServiceEvent[] = [];
  readonly log = new LogStore({ service: "x", clock: this.clock });
  readonly ending = Promise.withResolvers<Ending>();

  service(changes: Partial<ServiceOptions<ServiceInstance>> = {}): SupervisedService<ServiceInstance> {
    const instance: ServiceInstance = {
      process: null,
      ended: this.ending.promise,
      check: () => Promise.resolve("answered"),
      stop: () => Promise.resolve(),
    };
    return new SupervisedService({
      id: "x",
      enabled: true,
      limits: { memoryBytes: 1_000 },
      start: () => Promise.resolve(instance),
      log: this.log,
      restart: DEFAULT_RESTART,
      liveness: DEFAULT_LIVENESS,
      gate: new Gate(1),
      clock: this.clock,
      random: () => 0.5,
      onEvent: (event) => this.events.push(event),
      ...changes,
    });
  }
}

Deno.test("SupervisedService.status() says where it stands, and what its limits would be", async () => {
  const service = new World().service();
  await service.start();
  deepEqual(await service.status(), {
    id: "x",
    state: "ready",
    since: "2026-01-02T00:00:00.000Z",
    retryAt: null,
    adopted: true,
    pid: null,
    silent: false,
    restarts: 0,
    memoryBytes: null,
    cpuMs: null,
    limits: { memoryBytes: { limit: 1_000, enforcement: "none", reason: "the host does not run it" } },
    watchFailure: null,
    logFailure: null,
    lastError: null,
    failures: [],
  });
  await service.stop();
  equal((await service.status()).state, "stopped");
});

Deno.test("SupervisedService.status() says why processes cannot be seen, for now or on this system", async () => {
  const seen = [];
  for (const sight of ["clear", "blind", "none"] as const) {
    const world = new World();
    const process = { pid: 7, sight, limits: {}, usage: () => Promise.resolve(null) } as unknown as Process;
    const instance: ServiceInstance = {
      process,
      ended: world.ending.promise,
      check: () => Promise.resolve("answered"),
      stop: () => Promise.resolve(),
    };
    const service = world.service({ start: () => Promise.resolve(instance) });
    await service.start();
    seen.push((await service.status()).watchFailure);
    await service.stop();
  }
  equal(seen[0], null);
  match(seen[1]!, /has not answered in time/);
  match(seen[2]!, /no \/proc, or no shell can be started: processes that leave .* are neither limited nor stopped$/);
});

Deno.test("SupervisedService tells what happens to it, in events and in its log", async () => {
  const world = new World();
  const service = world.service();
  await service.start();
  world.ending.resolve({ isClean: false, cause: "It fell over" });
  await new Promise((resolve) => setTimeout(resolve, 0));
  deepEqual(world.events.map(({ event, cause, retryInMs }) => [event, cause, retryInMs]), [
    ["starting", null, null],
    ["ready", null, null],
    ["waiting", "It fell over", 200],
  ]);
  deepEqual(world.log.lines().map(({ text }) => text), [
    "INFO Starting",
    "INFO Ready; another program started it",
    "WARN It fell over; starting it again in 200 ms",
  ]);
  throws(() => service.ready("connect to"), {
    code: "ServiceNotReady",
    message: "Cannot connect to x: it is waiting; its last error: It fell over",
  });
  await service.stop();
});

Deno.test("SupervisedService.start() leaves one that is not enabled, and restart() starts it", async () => {
  const service = new World().service({ enabled: false });
  await service.start();
  equal((await service.status()).state, "disabled");
  await service.restart();
  equal(service.ready("use").process, null);
  await service.stop();
});

Deno.test("SupervisedService.restart() tells why it is not ready", async () => {
  const restart = { ...DEFAULT_RESTART, policy: "temporary" } as const;
  const service = new World().service({ restart, start: () => Promise.reject(new Error("no room")) });
  await rejects(service.restart(), {
    code: "ServiceNotReady",
    message: "Cannot restart x: it is ended; its last error: no room",
  });
});
