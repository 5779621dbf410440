import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { DriverRuns } from "./driver_runs.ts";

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

Deno.test("DriverRuns gives each run a stream, one at a time, which ends without an error when it is cancelled", async () => {
  await using runs = new DriverRuns();
  const id = runs.begin("checks", async (push, signal) => {
    push({ total: 3 });
    await untilAborted(signal);
  });
  throws(() => runs.begin("replay", () => Promise.resolve()), /checks-1 is still running/);
  strictEqual(await runs.cancel(id), null);
  const lines = runs.lines(id)!;
  deepStrictEqual([lines.read(0, 9).lines, lines.end], [['{"total":3}'], { error: null }]);
  strictEqual(runs.lines("replay-1"), null);
  deepStrictEqual([runs.latest("checks"), runs.latest("replay")], [id, null]);
  strictEqual(await runs.cancel("replay-1"), null);
});

Deno.test("DriverRuns ends a stream with what its work throws, and keeps the last 16", async () => {
  await using runs = new DriverRuns();
  const ended = (id: string) => new Promise<void>((resolve) => runs.lines(id)!.watch(() => resolve()));
  const fail = () => Promise.reject(Object.assign(new Error("Cannot do it"), { code: "Timeout" }));
  const id = runs.begin("replay", fail);
  await ended(id);
  deepStrictEqual(runs.lines(id)!.end?.error?.code, "Timeout");
  for (let count = 0; count < 16; count++) await ended(runs.begin("replay", fail));
  strictEqual(runs.lines(id), null);
  strictEqual(runs.lines("replay-17") === null, false);
});
