import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { restarting, type RestartOptions } from "./restart.ts";

function optionsOf(more: Partial<RestartOptions> = {}): RestartOptions & { readonly failures: number[] } {
  const failures: number[] = [];
  return {
    maxRapidFailures: 5,
    rapidFailureWindowMs: 60_000,
    pauseMs: 1,
    maxPauseMs: 2,
    signal: new AbortController().signal,
    onFailure: (_, rapid) => void failures.push(rapid),
    failures,
    ...more,
  };
}

Deno.test("D32 an exporter that fails is started again, until it has failed fast 5 times in a row", async () => {
  const options = optionsOf();
  strictEqual(await restarting(() => Promise.reject(new Error("lost")), options), null);
  deepStrictEqual(options.failures, [1, 2, 3, 4, 5]);
  let runs = 0;
  strictEqual(
    await restarting(() => runs++ < 4 ? Promise.reject(new Error()) : Promise.resolve("end"), optionsOf()),
    "end",
  );
});

Deno.test("restarting() counts anew behind a failure that was not fast", async () => {
  const options = optionsOf({ rapidFailureWindowMs: 0 });
  let runs = 0;
  const once = () => runs++ < 7 ? Promise.reject(new Error("lost")) : Promise.resolve("end");
  strictEqual(await restarting(once, options), "end");
  deepStrictEqual(options.failures, [0, 0, 0, 0, 0, 0, 0]);
});

Deno.test("restarting() starts nothing when its signal has aborted, also in a pause", async () => {
  const controller = new AbortController();
  let runs = 0;
  const once = () => {
    runs++;
    return Promise.reject(new Error("lost"));
  };
  const options = optionsOf({ pauseMs: 1e6, maxPauseMs: 1e6, signal: controller.signal });
  strictEqual(await restarting(once, { ...options, onFailure: () => controller.abort() }), null);
  strictEqual(await restarting(once, options), null);
  strictEqual(runs, 1);
});
