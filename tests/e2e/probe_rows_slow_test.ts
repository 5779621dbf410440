import { deepEqual, equal, match } from "node:assert/strict";
import { pathOf, RunningDriver } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";

const PERMISSIONS = ["--allow-net", "--allow-env=FLUXWIRE_LIFELINE"];

Deno.test("probe browse sends a condition, an order and a page, and shows what they leave", async () => {
  const args = ["browse", "customers", "--where", "id > 1", "--order", "id:desc", "--limit", "2"];
  const { json } = await probeJson(args);
  deepEqual(json.rows.map(([id]: unknown[]) => id), [4, 3]);
  const next = await probeJson([...args, "--offset", "2"]);
  deepEqual(next.json.rows.map(([id]: unknown[]) => id), [2]);
});

Deno.test("probe browse reads a view by its schema and name, and says which tables there are for another", async () => {
  equal((await probeJson(["browse", "shop.paid_orders"])).code, 0);
  const { code, json } = await probeJson(["browse", "custmers"]);
  equal(code, 1);
  match(json.error.message, /did you mean customers\?$/);
});

Deno.test("probe insert, update and delete write one row from plain values", async () => {
  const written = await probeJson(["insert", "orders", "customer_id=1", "total=decimal:1.50", "id=99"]);
  equal(written.code, 0);
  deepEqual([written.json.affectedRows, written.json.row.slice(0, 3)], [1, [99, 1, "1.50"]]);
  const text = await probe(["update", "customers", "name=5", "--key", "id=1"]);
  match(text.stdout, /^id {2}name .*\n-.*\n 1 {2}5 .*\n1 row affected in /);
  equal((await probeJson(["delete", "customers", "--key", "id=999"])).json.affectedRows, 0);
});

Deno.test("probe delete without a key, and a value for an unknown column, are wrong usage", async () => {
  await using driver = new RunningDriver({
    module: pathOf("packages/mock-driver/main.ts"),
    permissions: PERMISSIONS,
    args: ["--scenario", "full"],
  });
  await driver.line(/listening/i);
  const target = ["--socket", driver.socket];
  for (const args of [["delete", "customers"], ["update", "customers", "name=x"], ["insert", "customers"]]) {
    const { code, json } = await probeJson([...args, ...target]);
    deepEqual([code, json.error.code], [1, "Usage"], args.join(" "));
  }
  const { json } = await probeJson(["insert", "customers", "nmae=x", ...target]);
  match(json.error.message, /^Unknown column: nmae; did you mean name\?$/);
  equal((await probeJson(["tables", ...target])).json.tables.length, 5);
});
