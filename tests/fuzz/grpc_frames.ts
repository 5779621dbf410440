import { deepEqual, ok } from "node:assert/strict";
import { isLong } from "../long/is_long.ts";
import { clientTrial, serverTrial } from "./grpc/trial.ts";

/** Time for each end: half of 20 s, or of 10 minutes. */
const RUN_MS = isLong ? 300_000 : 10_000;
/** Each trial frees what it needs. */
const MAX_GROWTH_BYTES = 300_000_000;
const SEED = 20_260_701;

for (const [end, trial] of [["server", serverTrial], ["client", clientTrial]] as const) {
  Deno.test(`no sequence of frames and header blocks breaks a ${end}, makes it hang, or fills memory`, async () => {
    const endAt = Date.now() + RUN_MS;
    const before = Deno.memoryUsage().rss;
    let seed = SEED;
    for (; Date.now() < endAt; seed++) deepEqual([seed, await trial(seed)], [seed, []]);
    const growth = Deno.memoryUsage().rss - before;
    console.log(`${seed - SEED} conversations from seed ${SEED}; ${(growth / 1e6).toFixed(0)} MB more than before`);
    ok(seed - SEED > 100, "too few conversations");
    ok(growth < MAX_GROWTH_BYTES, `memory grew by ${growth} bytes`);
  });
}
