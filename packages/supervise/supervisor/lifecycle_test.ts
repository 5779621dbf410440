import { deepEqual, equal } from "node:assert/strict";
import { DEFAULT_RESTART, type RestartPolicy } from "./settings.ts";
import { type Action, INITIAL, type Lifecycle, type LifecycleEvent, next } from "./lifecycle.ts";

/** A service, its time, and what the last event asked for. */
class Subject {
  lifecycle: Lifecycle = INITIAL;
  actions: readonly Action[] = [];
  nowMs = 0;

  constructor(readonly policy: RestartPolicy = "permanent") {}

  send(...events: LifecycleEvent[]): this {
    for (const event of events) {
      const settings = { ...DEFAULT_RESTART, policy: this.policy };
      ({ lifecycle: this.lifecycle, actions: this.actions } = next(this.lifecycle, event, {
        nowMs: this.nowMs,
        random: () => 0.5,
        settings,
      }));
    }
    return this;
  }

  /** The first pause that the last event asked for. */
  get retryInMs(): number | undefined {
    return this.actions.flatMap((action) => action.type === "retryIn" ? [action.ms] : [])[0];
  }

  get state(): string {
    return this.lifecycle.state;
  }
}

const START = { type: "start" } as const;
const STOP = { type: "stop" } as const;
const RESTART = { type: "restart" } as const;
const READY = { type: "ready" } as const;
const GONE = { type: "gone" } as const;
const RETRY = { type: "retry" } as const;
const CRASH = { type: "exited", isClean: false, cause: "it ended with signal SIGSEGV" } as const;
const LEAVE = { type: "exited", isClean: true, cause: "it ended with exit code 0" } as const;
const HUNG = { type: "hung", cause: "it gave no sign of life" } as const;

Deno.test("next() launches a service that is started, and watches for how long it is ready", () => {
  const subject = new Subject().send(START);
  equal(subject.state, "starting");
  deepEqual(subject.actions, [{ type: "clearTimer" }, { type: "launch" }]);
  subject.send(READY);
  equal(subject.state, "ready");
  deepEqual(subject.actions, [{ type: "wellIn", ms: 60_000 }]);
  deepEqual(subject.send(START).actions, []);
});

Deno.test("next() starts a crashed service again after a pause, by policy", () => {
  const expected = { permanent: "waiting", transient: "waiting", temporary: "ended" } as const;
  for (const [policy, state] of Object.entries(expected)) {
    const subject = new Subject(policy as RestartPolicy).send(START, READY, CRASH);
    equal(subject.state, state, policy);
    deepEqual(subject.lifecycle.failures, [{ atMs: 0, cause: CRASH.cause }]);
    equal(subject.retryInMs, state === "waiting" ? 200 : undefined);
  }
});

Deno.test("next() starts a service that ended in peace again only where it is permanent", () => {
  const expected = { permanent: "waiting", transient: "ended", temporary: "ended" } as const;
  for (const [policy, state] of Object.entries(expected)) {
    equal(new Subject(policy as RestartPolicy).send(START, READY, LEAVE).state, state, policy);
  }
});

Deno.test("next() treats a failed start as a failure", () => {
  const failed = { type: "failed", cause: "there is no such program" } as const;
  equal(new Subject("transient").send(START, failed).state, "waiting");
  equal(new Subject("temporary").send(START, failed).state, "ended");
});

Deno.test("next() waits longer after each failure, and gives up after the sixth within a minute", () => {
  const subject = new Subject().send(START);
  const pauses: (number | undefined)[] = [];
  for (let failures = 0; failures < 5; failures++) {
    subject.nowMs += 11_000;
    pauses.push(subject.send(READY, CRASH).retryInMs);
    subject.send(RETRY);
  }
  deepEqual(pauses, [200, 320, 512, 819, 1311]);
  subject.nowMs += 11_000;
  subject.send(READY, CRASH);
  equal(subject.state, "given-up");
  deepEqual(subject.actions, [{ type: "clearTimer" }]);
  deepEqual(subject.lifecycle.failures.map(({ atMs }) => atMs), [11_000, 22_000, 33_000, 44_000, 55_000, 66_000]);
  equal(subject.lifecycle.restarts, 5);
});

Deno.test("next() gives up at once what would fail in the same way each time, whatever the policy", () => {
  for (const policy of ["permanent", "transient", "temporary"] as const) {
    const cause = "it says it is another driver";
    equal(new Subject(policy).send(START, { type: "failed", cause, isFinal: true }).state, "given-up");
    equal(
      new Subject(policy).send(START, READY, { type: "exited", isClean: false, cause, isFinal: true }).state,
      "given-up",
    );
  }
});

Deno.test("next() does not give up where the failures are more than a minute apart, and pauses grow on", () => {
  const subject = new Subject().send(START);
  let pause: number | undefined;
  for (let failures = 0; failures < 20; failures++) {
    subject.nowMs += 12_001;
    pause = subject.send(READY, CRASH).retryInMs;
    equal(subject.state, "waiting");
    subject.send(RETRY);
  }
  equal(pause, 60_000);
  equal(subject.lifecycle.failures.length, 5);
});

Deno.test("next() forgets failures when the service has been well", () => {
  const subject = new Subject().send(START, READY, CRASH, RETRY, READY, CRASH, RETRY, READY, { type: "well" });
  deepEqual(subject.lifecycle.failures, []);
  equal(subject.send(CRASH).retryInMs, 200);
  equal(subject.lifecycle.restarts, 2);
});

Deno.test("next() stops a service that hangs, and counts that as a failure once it is gone", () => {
  const subject = new Subject().send(START, READY, HUNG);
  equal(subject.state, "stopping");
  deepEqual(subject.actions, [{ type: "clearTimer" }, { type: "stop" }]);
  equal(subject.send(CRASH).state, "stopping");
  subject.send(GONE);
  equal(subject.state, "waiting");
  deepEqual(subject.lifecycle.failures.map(({ cause }) => cause), [HUNG.cause]);
});

Deno.test("next() stops on request in every state", () => {
  for (const events of [[START], [START, READY], [START, READY, HUNG]]) {
    const subject = new Subject().send(...events, STOP);
    equal(subject.state, "stopping");
    equal(subject.send(GONE).state, "stopped");
  }
  for (const events of [[], [START, READY, CRASH]]) {
    const subject = new Subject().send(...events, STOP);
    equal(subject.state, "stopped");
    deepEqual(subject.actions, [{ type: "clearTimer" }]);
  }
});

Deno.test("next() begins anew when asked, and forgets failures", () => {
  const ready = new Subject().send(START, READY, CRASH, RETRY, READY, RESTART);
  equal(ready.state, "stopping");
  ready.send(GONE);
  equal(ready.state, "starting");
  deepEqual(ready.lifecycle.failures, []);
  equal(ready.lifecycle.restarts, 2);

  const waiting = new Subject().send(START, READY, CRASH);
  equal(waiting.lifecycle.retryAtMs, 200);
  waiting.send(RESTART);
  equal(waiting.state, "starting");
  equal(waiting.lifecycle.retryAtMs, null);
  deepEqual(waiting.actions, [{ type: "clearTimer" }, { type: "launch" }]);

  equal(new Subject().send(START, READY, STOP, START, GONE).state, "starting");
  equal(new Subject().send(START, READY, RESTART, STOP, GONE).state, "stopped");
});

Deno.test("next() starts a service that was given up when asked", () => {
  const subject = new Subject("temporary").send(START, READY, CRASH);
  equal(subject.state, "ended");
  equal(subject.send(START).state, "starting");
  equal(subject.lifecycle.restarts, 0);
});

Deno.test("next() ignores events that come too late", () => {
  for (const event of [READY, GONE, RETRY, CRASH, HUNG, { type: "well" }, { type: "failed", cause: "x" }] as const) {
    const subject = new Subject().send(event);
    deepEqual(subject.lifecycle, INITIAL);
    deepEqual(subject.actions, []);
  }
});
