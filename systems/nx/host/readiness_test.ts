import { deepStrictEqual, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { instancesOf } from "../rpc/testing/house.ts";
import type { DriverSession } from "./driver_session.ts";
import { Launch } from "./launch.ts";
import { untilReady } from "./readiness.ts";

/** A launch whose readiness is waited for. */
class Subject {
  readonly clock = new ManualClock();
  readonly warnings: string[] = [];
  readonly launch: Launch;
  readonly controller = new AbortController();
  hasHubSession = false;
  isReady = false;
  readonly ready: Promise<void>;

  constructor(id: string, expectsSession = false) {
    this.launch = new Launch(instancesOf().find(({ instanceId }) => instanceId === id)!);
    this.ready = untilReady(this.launch, {
      clock: this.clock,
      signal: this.controller.signal,
      expectsSession,
      hasHubSession: () => this.hasHubSession,
      onWarning: (text) => this.warnings.push(text),
    });
    this.ready.then(() => this.isReady = true, () => {});
  }

  async advance(ms: number): Promise<boolean> {
    this.clock.advance(ms);
    await new Promise((resolve) => setTimeout(resolve, 0));
    return this.isReady;
  }
}

Deno.test("untilReady() takes a driver without a session for ready once it has lived for a second", async () => {
  const subject = new Subject("child-1");
  deepStrictEqual([await subject.advance(999), await subject.advance(1)], [false, true]);
  deepStrictEqual(subject.warnings, []);
});

Deno.test("untilReady() waits for started of a driver with a session", async () => {
  const subject = new Subject("child-1"), session = { isStarted: false };
  subject.launch.session = session as DriverSession;
  deepStrictEqual(await subject.advance(9_000), false);
  session.isStarted = true;
  subject.launch.changed();
  deepStrictEqual(await subject.advance(0), true);
});

Deno.test("untilReady() takes a hub for ready once it has registered", async () => {
  const subject = new Subject("hub-1");
  deepStrictEqual(await subject.advance(4_999), false);
  subject.hasHubSession = true;
  subject.launch.changed();
  deepStrictEqual(await subject.advance(0), true);
  deepStrictEqual(subject.warnings, []);
});

Deno.test("untilReady() waits for the registration of a hub that has said started, five seconds at most", async () => {
  const [registered, silent] = [new Subject("hub-1"), new Subject("hub-1")];
  for (const { launch } of [registered, silent]) launch.session = { isStarted: true } as DriverSession;
  deepStrictEqual([await registered.advance(4_999), await silent.advance(4_999)], [false, false]);
  registered.hasHubSession = true;
  registered.launch.changed();
  deepStrictEqual([await registered.advance(0), await silent.advance(1)], [true, true]);
  deepStrictEqual([registered.warnings, silent.warnings], [[], ["it has opened no hub session"]]);
});

Deno.test("untilReady() warns of a hub that has not registered within five seconds, and lets it run", async () => {
  const [silent, broken] = [new Subject("hub-1"), new Subject("hub-1")];
  broken.launch.hasOpenedHubSession = true;
  deepStrictEqual([await silent.advance(5_000), await broken.advance(5_000)], [true, true]);
  deepStrictEqual(silent.warnings, ["it has opened no hub session"]);
  deepStrictEqual(broken.warnings, [
    "it opened a hub session and did not register; messages of the RPC package that it was built with may not be encodable",
  ]);
});

Deno.test("untilReady() gives up when its signal aborts, and leaves no timer", async () => {
  const subject = new Subject("hub-1");
  subject.controller.abort(new Error("stopped"));
  await rejects(subject.ready, { message: "stopped" });
  deepStrictEqual(subject.clock.timers.size, 0);
});

Deno.test("untilReady() waits for the session of a driver that had one at its last launch", async () => {
  const subject = new Subject("hub-1", true);
  subject.hasHubSession = true;
  deepStrictEqual(await subject.advance(9_000), false);
  subject.launch.session = { isStarted: true } as DriverSession;
  deepStrictEqual(await subject.advance(0), true);
});
