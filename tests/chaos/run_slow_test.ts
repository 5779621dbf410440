import { deepStrictEqual, ok } from "node:assert/strict";
import { run } from "./run.ts";

Deno.test({
  name: "in spite of failures, each call has one end, nothing comes after the end, and nothing of another session",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
    const { violations, ...counts } = await run({ seed, calls: 4_000, ms: 0 });
    console.log(`seed ${seed}: ${JSON.stringify(counts)}`);
    deepStrictEqual(violations, []);
    deepStrictEqual(counts.calls.made, counts.calls.answered + counts.calls.failed);
    ok(counts.drivers.kills > 0 && counts.drivers.standstills > 0 && counts.connections.broken > 0);
  },
});
