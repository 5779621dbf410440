import { deepEqual, equal, match } from "node:assert/strict";
import { pathOf } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";

/** The mock driver with data, as a command. */
const FULL = [
  ...["--", Deno.execPath(), "run", "--no-prompt", "--allow-net", "--allow-env=FLUXWIRE_LIFELINE"],
  ...[pathOf("packages/mock-driver/main.ts"), "--scenario", "full"],
];

Deno.test("probe query writes each format, with typed parameters and a limit", async () => {
  const sql = "SELECT id, name FROM customers WHERE id >= ? ORDER BY id";
  const query = ["query", sql, "--param", "1", "--limit", "2"];
  const csv = await probe([...query, "--format", "csv", ...FULL]);
  equal(csv.stderr, "");
  const lines = csv.stdout.trimEnd().split("\n");
  equal(lines[0], "id,name");
  deepEqual(lines.slice(1).map((line) => line.split(",")[0]), ["1", "2"]);
  const jsonl = await probe([...query, "--format", "jsonl", ...FULL]);
  deepEqual(jsonl.stdout.trimEnd().split("\n").map((line) => Object.keys(JSON.parse(line))), [["id", "name"], [
    "id",
    "name",
  ]]);
  const table = await probe(["query", sql, "--param=2", "--limit=1", ...FULL]);
  match(table.stdout, /^id {2}name\n-+ {2}-+\n.+\n1 row in \d+\.\d ms\n$/);
});

Deno.test("probe query refuses what it cannot send, before it starts the driver", async () => {
  const missing = ["--", "no-such-program"];
  for (const flag of ["--param=int:x", "--limit=-1", "--format=xml"]) {
    const { code, json } = await probeJson(["query", "SELECT 1", flag, ...missing]);
    equal(code, 1, flag);
    equal(json.error.code, "Usage", flag);
  }
  const { code, json } = await probeJson(["query", "SELECT 1", "--format=csv", ...missing]);
  equal(code, 1);
  match(json.error.message, /^Cannot use --format csv with --json/);
});
