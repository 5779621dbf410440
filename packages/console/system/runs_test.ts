import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { LineRing } from "../live/ring.ts";
import { Runs } from "./runs.ts";

/** Resolves when a run has ended. */
async function ended(lines: LineRing): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _watching = lines.watch(() => lines.end !== null && resolve());
  if (lines.end === null) await promise;
}

Deno.test("Runs gives each value as a line of JSON, and ends with the error of what made them", async () => {
  const runs = new Runs();
  const id = runs.values(async function* () {
    yield { volts: 1.5 };
    yield await Promise.resolve(undefined);
    throw Object.assign(new Error("The meter is gone"), { code: "Driver" });
  });
  const lines = runs.stream(id)!;
  await ended(lines);
  deepStrictEqual(lines.read(0, 10).lines, ['{"volts":1.5}', "null"]);
  deepStrictEqual(lines.end?.error, { code: "Driver", message: "The meter is gone", remedy: null });
  strictEqual(runs.stream("run-0"), null);
});

Deno.test("Runs carries bytes in both directions, and closes both when the run is stopped", async () => {
  const runs = new Runs(), seen: string[] = [];
  const { promise: first, resolve } = Promise.withResolvers<void>();
  const echo = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk);
    },
    cancel: () => void seen.push("cancelled"),
  });
  const id = runs.bytes(echo), lines = runs.stream(id)!;
  using _watching = lines.watch(() => lines.next === 1 && resolve());
  runs.write(id, Uint8Array.of(104, 105));
  await first;
  deepStrictEqual(lines.read(0, 10).lines, ["aGk="]);
  runs.stop(id);
  await ended(lines);
  await runs.close();
  strictEqual(lines.end?.error, null);
  deepStrictEqual(seen, ["cancelled"]);
});

Deno.test("Runs ends a run whose bytes are not taken, when more wait than it keeps", async () => {
  const runs = new Runs();
  const writable = new WritableStream<Uint8Array>({ write: (_, { signal }) => rejectedAt(signal) });
  const id = runs.bytes({ readable: new ReadableStream(), writable }), lines = runs.stream(id)!;
  for (let count = 0; count < 3; count++) runs.write(id, new Uint8Array(512 << 10));
  strictEqual(lines.end?.error?.code, "RunRefused");
  await runs.close();
});

Deno.test("Runs ends a run that no page reads for 30 seconds, and none that one does", async () => {
  const clock = new ManualClock(0), runs = new Runs(clock);
  const waiting = async function* (signal: AbortSignal) {
    await rejectedAt(signal);
    yield 1;
  };
  const lines = runs.stream(runs.values(waiting))!, unread = runs.stream(runs.values(waiting))!;
  const reading = lines.watch(() => {});
  clock.advance(30_000);
  await ended(unread);
  deepStrictEqual([unread.end?.error, lines.end], [null, null]);
  reading[Symbol.dispose]();
  clock.advance(29_999);
  using _again = lines.watch(() => {});
  clock.advance(60_000);
  strictEqual(lines.end, null);
  await runs.close();
  strictEqual(clock.timers.size, 0);
});

Deno.test("Runs refuses more than 32 at once, closes what it refuses, and forgets the oldest that have ended", async () => {
  const runs = new Runs(),
    waiting = async function* (signal: AbortSignal) {
      await rejectedAt(signal);
      yield 1;
    };
  const first = runs.values(waiting);
  for (let count = 1; count < 32; count++) runs.values(waiting);
  let isClosed = false;
  const readable = new ReadableStream<Uint8Array>({ cancel: () => void (isClosed = true) });
  throws(() => runs.bytes({ readable, writable: new WritableStream() }), { code: "RunRefused" });
  strictEqual(isClosed, true);
  runs.stop(first);
  await ended(runs.stream(first)!);
  for (let count = 0; count < 40; count++) {
    const id = runs.values(async function* () {});
    await ended(runs.stream(id)!);
  }
  strictEqual(runs.stream(first), null);
  await runs.close();
  throws(() => runs.values(waiting), { code: "RunRefused" });
  await rejects(rejectedAt(AbortSignal.abort()), { name: "AbortError" });
});

function rejectedAt(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
