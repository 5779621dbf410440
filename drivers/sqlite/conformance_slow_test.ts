import { deepEqual, equal, ok } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { pathOf } from "../../tests/e2e/running_driver.ts";
import { failedChecks, probeJson } from "../../tests/e2e/run_probe.ts";

Deno.test("the SQLite driver passes full in all layouts", async () => {
  const driver = [Deno.execPath(), "run", "-A", pathOf("drivers/sqlite/main.ts")];
  const { code, json } = await probeJson([
    "conformance",
    "--layout",
    "all",
    "--value",
    "path=:memory:",
    "--",
    ...driver,
  ]);
  deepEqual(failedChecks(json), []);
  equal(code, 0);
  ok(json.summary.passed > LAYOUTS.length * 240, JSON.stringify(json.summary));
});
