import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { LogStore, type Process } from "@fluxwire/supervise";
import { ManualClock } from "@fluxwire/transport";
import { instancesOf } from "../rpc/testing/house.ts";
import type { DriverSession } from "./driver_session.ts";
import { worstHealth } from "./health.ts";
import { Launch } from "./launch.ts";
import { NxInstance } from "./nx_instance.ts";

/** A driver that runs, without a process. */
function running(sessionLost: "restart" | "keep" = "restart") {
  const [hub] = instancesOf(), clock = new ManualClock(), stops: unknown[] = [];
  const launch = new Launch({ ...hub!, settings: { ...hub!.settings, sessionLost } });
  const process = {
    ended: new Promise(() => {}),
    stop: (options: unknown) => Promise.resolve(stops.push(options)),
    usage: () => Promise.resolve({ memoryBytes: 0, cpuMs: 0 }),
  } as unknown as Process;
  const log = new LogStore({ service: "hub-1", clock });
  let isGone = false;
  const instance = new NxInstance({ launch, process, route: null, log, clock, onGone: () => isGone = true });
  return { instance, launch, clock, log, stops, isGone: () => isGone };
}

Deno.test("NxInstance has failed 30 s after its hub session ended, unless it opens another", async () => {
  const { instance, clock } = running();
  instance.hubSessionChanged(true);
  clock.advance(60_000);
  instance.hubSessionChanged(false);
  clock.advance(29_999);
  instance.hubSessionChanged(true);
  instance.hubSessionChanged(false);
  clock.advance(30_000);
  deepStrictEqual(await instance.ended, {
    isClean: false,
    cause: "It hangs: its hub session ended 30 s ago, and it has opened no other",
  });
});

Deno.test("NxInstance with session_lost keep only says that its hub session is lost", () => {
  const { instance, clock, log } = running("keep");
  instance.hubSessionChanged(false);
  clock.advance(30_000);
  deepStrictEqual(log.lines().map(({ text }) => text), [
    "WARN its hub session ended 30 s ago, and it has opened no other",
  ]);
});

Deno.test("NxInstance.refuse() ends it for every later start", async () => {
  const { instance } = running();
  instance.refuse("it says it is X");
  deepStrictEqual(await instance.ended, { isClean: false, cause: "it says it is X", isFinal: true });
  strictEqual((await instance.refusal).name, "FinalLaunchError");
});

Deno.test("NxInstance.stop() drains, sends Stop with the time that is left, and stops the process in its steps", async () => {
  const { instance, launch, stops, isGone } = running();
  const steps: unknown[] = [];
  launch.session = {
    drain: (ms: number) => Promise.resolve(steps.push(["drain", ms])),
    send: (message: unknown) => steps.push(message),
  } as unknown as DriverSession;
  await instance.stop("asked");
  deepStrictEqual(steps, [["drain", 1_000], { case: "stop", value: { reason: "asked", graceMs: 5_200 } }]);
  deepStrictEqual(stops, [{ stdinGraceMs: 200, termGraceMs: 5_000 }]);
  strictEqual(isGone(), true);
});

Deno.test("NxInstance.check() asks a driver with a session, and looks for progress without an answer", async () => {
  const { instance, launch } = running(), signal = new AbortController().signal;
  strictEqual(await instance.check(signal), "answered");
  launch.session = { check: () => Promise.resolve() } as unknown as DriverSession;
  strictEqual(await instance.check(signal), "answered");
  launch.session = { check: () => Promise.reject(new Error("late")) } as unknown as DriverSession;
  strictEqual(await instance.check(signal), "silent");
});

Deno.test("worstHealth() is the worst of all, with every detail; an unknown word counts as DEGRADED", () => {
  const of = (status: string, details: Record<string, string> = {}) => ({ status, details });
  deepStrictEqual(
    worstHealth(of("OK"), of("DEGRADED", { a: "1" }), of("DOWN", { b: "2" })),
    of("DOWN", { a: "1", b: "2" }),
  );
  strictEqual(worstHealth(of("OK"), of("SLEEPING")).status, "SLEEPING");
  strictEqual(worstHealth(of("SLEEPING"), of("DOWN")).status, "DOWN");
});
