import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { pathOf } from "../../tests/e2e/running_driver.ts";
import { failedChecks, probeJson } from "../../tests/e2e/run_probe.ts";

Deno.test("the DuckDB driver passes the conformance suite full in all layouts", async () => {
  const main = pathOf("drivers/duckdb/main.ts");
  const driver = [Deno.execPath(), "run", "--no-prompt", "--lock=npm.lock", "--frozen", "-A", main];
  const options = ["--layout", "all", "--value", "path=:memory:"];
  const { code, json } = await probeJson(["conformance", "--suite", "full", ...options, "--", ...driver]);
  deepStrictEqual(failedChecks(json), []);
  strictEqual(code, 0);
  ok(json.summary.passed > LAYOUTS.length * 240, JSON.stringify(json.summary));
});
