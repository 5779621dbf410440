/**
 * The ten planted defects of the mock driver, each of which the probe must find with the committed seed.
 *
 * @module
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { INPUT_FAULTS } from "../../packages/mock-driver/faults/of_inputs.ts";
import { DRIVER_PERMISSIONS, pathOf } from "../e2e/running_driver.ts";
import { probeJson } from "../e2e/run_probe.ts";

/** The committed seed. */
const SEED = 1;
/** The time limit for all ten together, in milliseconds. */
const MAX_MS = 120_000;
/** The most frames of a finding: the mock reads only frames that arrive in one piece, so a long one may take two. */
const MAX_REQUESTS = 2;
/** How many defects are searched for at once. */
const LANES = 2;

/** The oracle that each of them breaks. */
const EXPECTED: Readonly<Record<string, string>> = {
  "planted-empty-text": "closed",
  "planted-nul": "no-answer",
  "planted-long-text": "wrong-id",
  "planted-non-finite": "closed",
  "planted-highest-id": "wrong-id",
  "planted-long-list": "answered-twice",
  "planted-deep-value": "no-answer",
  "planted-zero-timeout": "no-answer",
  "planted-lowest-integer": "wrong-type",
  "planted-empty-page": "not-done",
};

/** The probe's finding in a mock driver with one of them. */
async function look(fault: string): Promise<string> {
  const start = performance.now();
  const main = pathOf("packages/mock-driver/main.ts");
  const driver = ["run", "--no-prompt", ...DRIVER_PERMISSIONS, main, "--scenario", "full", "--fault", fault];
  const bounds = ["--seed", String(SEED), "--max-findings", "1", "--duration", String(MAX_MS / 1_000)];
  const { code, json } = await probeJson(["fuzz", ...bounds, "--", Deno.execPath(), ...driver]);
  strictEqual(code, 8, fault);
  const [{ oracle, method, field, requests, reproduced }] = json.findings;
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(
    `${fault}: ${oracle} at ${method}, ${field ?? "any value"}; ${json.requests} requests, ${seconds} s`,
  );
  ok(reproduced, fault);
  ok(requests <= MAX_REQUESTS, `${fault}: ${requests} requests`);
  return oracle;
}

Deno.test("probe fuzz finds ten of ten planted defects in 120 s, and minimises each", async () => {
  deepStrictEqual(Object.keys(EXPECTED), Object.keys(INPUT_FAULTS));
  const start = performance.now(), waiting = Object.keys(EXPECTED), found: Record<string, string> = {};
  const lane = async () => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) found[fault] = await look(fault);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const ms = performance.now() - start;
  console.log(`all ten: ${(ms / 1_000).toFixed(1)} s`);
  deepStrictEqual({ ...EXPECTED, ...found }, EXPECTED);
  strictEqual(Object.keys(found).length, 10);
  ok(ms < MAX_MS, `${ms} ms`);
});
