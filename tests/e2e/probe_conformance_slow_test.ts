import { deepEqual, equal } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { schemaOf, violations } from "../schemas/schema.ts";
import { pathOf } from "./running_driver.ts";
import { probeJson } from "./run_probe.ts";

const DENO = [Deno.execPath(), "run", "--no-prompt", "--allow-net"];
const MOCK = [...DENO, "--allow-env=FLUXWIRE_LIFELINE,DBFLUX_DRIVER_IPC_TOKEN", pathOf("packages/mock-driver/main.ts")];

interface Result {
  readonly layout: string;
  readonly verdict: string;
}

for (const suite of ["strict", "hostile"]) {
  Deno.test(`the mock driver with --scenario full passes ${suite} in all layouts`, async () => {
    const { code, json } = await probeJson(["conformance", "--suite", suite, "--layout", "all"]);
    deepEqual(json.checks.filter(({ verdict }: Result) => verdict !== "passed"), []);
    equal(code, 0);
    deepEqual([...new Set(json.checks.map(({ layout }: Result) => layout))], [...LAYOUTS]);
    deepEqual(violations(json, await schemaOf("conformance")), []);
  });
}

Deno.test("a driver that serves one connection after the other passes core", async () => {
  const { code, json } = await probeJson(["conformance", "--suite", "core", "--", ...MOCK, "--fault", "one-at-a-time"]);
  deepEqual(json.checks.filter(({ verdict }: Result) => verdict === "failed"), []);
  equal(code, 0);
});
