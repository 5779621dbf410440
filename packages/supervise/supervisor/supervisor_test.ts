import { deepEqual, equal } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { Sign } from "./liveness.ts";
import { DEFAULT_LIVENESS, DEFAULT_RESTART } from "./settings.ts";
import { type Ending, FinalLaunchError, type Instance, type StopReason, Supervisor } from "./supervisor.ts";

/** A service without a process. */
class FakeInstance implements Instance {
  readonly #ended = Promise.withResolvers<Ending>();
  readonly ended: Promise<Ending> = this.#ended.promise;
  sign: Sign = "answered";
  readonly stops: StopReason[] = [];

  check(): Promise<Sign> {
    return Promise.resolve(this.sign);
  }

  stop(why: StopReason): Promise<void> {
    this.stops.push(why);
    return Promise.resolve();
  }

  crash(cause = "It ended with signal SIGSEGV", isFinal = false): void {
    this.#ended.resolve({ isClean: false, cause, isFinal });
  }
}

/** A supervisor of fake instances, with the events it emitted. */
class Subject {
  readonly clock = new ManualClock();
  readonly instances: FakeInstance[] = [];
  readonly states: string[] = [];
  readonly supervisor: Supervisor<FakeInstance>;
  failure: Error | null = null;

  constructor() {
    this.supervisor = new Supervisor({
      launch: () => this.#launch(),
      restart: DEFAULT_RESTART,
      liveness: DEFAULT_LIVENESS,
      clock: this.clock,
      random: () => 0.5,
      onChange: ({ state }) => this.states.push(state),
    });
  }

  get instance(): FakeInstance {
    return this.instances.at(-1)!;
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await untilSettled();
  }

  #launch(): Promise<FakeInstance> {
    if (this.failure !== null) return Promise.reject(this.failure);
    this.instances.push(new FakeInstance());
    return Promise.resolve(this.instance);
  }
}

/** Lets every promise that is settled have its reactions. */
function untilSettled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("Supervisor.start() resolves when the service is ready, and stop() when it is gone", async () => {
  const { supervisor, instances, states, clock } = new Subject();
  equal((await supervisor.start()).state, "ready");
  equal(supervisor.instance, instances[0]);
  await supervisor.stop();
  equal(supervisor.instance, null);
  deepEqual(states, ["starting", "ready", "stopping", "stopped"]);
  deepEqual(instances[0]!.stops, ["asked"]);
  equal(clock.timers.size, 0);
});

Deno.test("Supervisor starts a crashed service again after its pause, when what it left is gone", async () => {
  const subject = new Subject();
  await subject.supervisor.start();
  subject.instance.crash();
  await untilSettled();
  equal(subject.supervisor.lifecycle.state, "waiting");
  deepEqual(subject.instances[0]!.stops, ["ended"]);
  await subject.advance(199);
  equal(subject.instances.length, 1);
  await subject.advance(1);
  equal(subject.instances.length, 2);
  equal(subject.supervisor.instance, subject.instances[1]);
  await subject.supervisor.stop();
});

Deno.test("Supervisor.start() resolves with the causes where a service is given up", async () => {
  const subject = new Subject();
  subject.failure = new Error("Cannot start x: there is no such program");
  const started = subject.supervisor.start();
  await untilSettled();
  for (let i = 0; i < 5; i++) await subject.advance(5_000);
  const { state, failures } = await started;
  equal(state, "given-up");
  deepEqual(failures.map(({ cause }) => cause), Array(6).fill("Cannot start x: there is no such program"));
  equal(subject.clock.timers.size, 0);
});

Deno.test("Supervisor stops a service that hangs and starts another", async () => {
  const subject = new Subject();
  await subject.supervisor.start();
  subject.instance.sign = "silent";
  for (let i = 0; i < 2; i++) await subject.advance(10_000);
  equal(subject.supervisor.isSilent, true);
  await subject.advance(10_000);
  deepEqual(subject.instances[0]!.stops, ["hung"]);
  equal(subject.supervisor.lifecycle.state, "waiting");
  await subject.advance(200);
  equal(subject.supervisor.instance, subject.instances[1]);
  equal(subject.supervisor.isSilent, false);
  await subject.supervisor.stop();
});

Deno.test("Supervisor does not forget failures before the service was well for a minute", async () => {
  const subject = new Subject();
  await subject.supervisor.start();
  subject.instance.crash();
  await untilSettled();
  await subject.advance(200);
  await subject.advance(59_999);
  equal(subject.supervisor.lifecycle.failuresInARow, 1);
  await subject.advance(1);
  equal(subject.supervisor.lifecycle.failuresInARow, 0);
  await subject.supervisor.stop();
});

Deno.test("Supervisor.stop() gives up a launch that is under way", async () => {
  const aborted = Promise.withResolvers<void>();
  const supervisor = new Supervisor<FakeInstance>({
    launch: (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          aborted.resolve();
          reject(signal.reason);
        });
      }),
    restart: DEFAULT_RESTART,
    liveness: DEFAULT_LIVENESS,
    clock: new ManualClock(),
    random: () => 0.5,
  });
  const started = supervisor.start();
  await supervisor.stop();
  await aborted.promise;
  equal((await started).state, "stopped");
});

Deno.test("Supervisor stops a service that became ready while it was given up", async () => {
  const launching = Promise.withResolvers<FakeInstance>();
  const supervisor = new Supervisor<FakeInstance>({
    launch: () => launching.promise,
    restart: DEFAULT_RESTART,
    liveness: DEFAULT_LIVENESS,
    clock: new ManualClock(),
    random: () => 0.5,
  });
  supervisor.start();
  const stopped = supervisor.stop();
  const instance = new FakeInstance();
  launching.resolve(instance);
  await stopped;
  deepEqual(instance.stops, ["asked"]);
  equal(supervisor.lifecycle.state, "stopped");
});

Deno.test("Supervisor.restart() replaces a service that is ready", async () => {
  const { supervisor, instances } = new Subject();
  await supervisor.start();
  equal((await supervisor.restart()).state, "ready");
  equal(instances.length, 2);
  deepEqual(instances[0]!.stops, ["asked"]);
  equal(supervisor.lifecycle.restarts, 1);
  await supervisor.stop();
});

Deno.test("Supervisor gives up at once after a FinalLaunchError, and after an ending that is final", async () => {
  const subject = new Subject();
  subject.failure = new FinalLaunchError("Cannot start it: it needs a hub of another version");
  equal((await subject.supervisor.start()).state, "given-up");
  subject.failure = null;
  equal((await subject.supervisor.restart()).state, "ready");
  subject.instance.crash("It says it is X", true);
  await untilSettled();
  equal(subject.supervisor.lifecycle.state, "given-up");
});
