import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { RedisServer } from "./testing/redis_server.ts";
import { failedChecks } from "../../tests/e2e/run_probe.ts";

const PROBE = new URL("../../packages/cli/main.ts", import.meta.url).pathname;
const MAIN = new URL("./main.ts", import.meta.url).pathname;

/** Runs the probe on the driver, which it starts with a server's address. */
// deno-lint-ignore no-explicit-any
async function probe(server: RedisServer, args: readonly string[]): Promise<{ code: number; json: any }> {
  const values = ["--value", "host=127.0.0.1", "--value", `port=${server.port}`];
  const target = [Deno.execPath(), "run", "--no-prompt", "-A", MAIN];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", PROBE, "probe", ...args, "--json", ...values, "--", ...target],
    stdin: "null",
  }).output();
  strictEqual(new TextDecoder().decode(stderr), "");
  return { code, json: JSON.parse(new TextDecoder().decode(stdout)) };
}

Deno.test("the driver passes the conformance suite full in all layouts, and the suite leaves nothing behind", async () => {
  await using server = await RedisServer.start();
  const { code, json } = await probe(server, ["conformance", "--suite", "full", "--layout", "all"]);
  deepStrictEqual(failedChecks(json), []);
  strictEqual(code, 0);
  ok(json.summary.passed > 1_100, JSON.stringify(json.summary));
  deepStrictEqual((await probe(server, ["query", "DBSIZE"])).json.rows.flat(), [0]);
});
