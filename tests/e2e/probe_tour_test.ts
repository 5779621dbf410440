import { deepEqual, equal, match, ok } from "node:assert/strict";
import { connect, encodeFrame } from "@fluxwire/transport";
import { pathOf, RunningDriver } from "./running_driver.ts";
import { probe, PROBE_COMMAND, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";

const MOCK = pathOf("packages/mock-driver/main.ts");

/** The steps on the mock driver, in order. */
const STEPS = [
  ..."launch hello form open ping schema databases query query query query".split(" "),
  "unsupported query",
  "wrong form",
  "close",
  "stop",
];

async function isListening(socket: string): Promise<boolean> {
  try {
    (await connect(socket)).close();
    return true;
  } catch {
    return false;
  }
}

Deno.test("probe without a verb tours the mock driver, one line for each step", async () => {
  const { code, stdout, stderr } = await probe([]);
  equal(stderr, "");
  equal(code, 0);
  const lines = stdout.trimEnd().split("\n");
  const steps = lines.filter((line) => line.startsWith("ok "));
  deepEqual(steps.map((line) => line.slice(6, 23).trim()), STEPS);
  for (const step of steps) match(step, /^ok {4}.{17} *\d+\.\d ms/);
  ok(lines.includes("      key      value"), stdout);
  for (
    const cells of [
      "key1 +value1",
      "key2 +value2",
      'users:1 +\\{"id": 1, "name": "Alice"\\}',
      'users:2 +\\{"id": 2, "name": "Bob"\\}',
    ]
  ) {
    match(stdout, new RegExp(`^ {6}${cells}$`, "m"));
  }
  match(stdout, /INSERT INTO users VALUES \(1, 'Test'\): 1 row affected/);
  match(stdout, /refused, as expected: Driver, Unsupported query: EXPLAIN SELECT \* FROM mockdb/);
  match(stdout, /refused, as expected: InvalidRequest, endpoint is required/);
  match(lines.at(-1)!, /^15 steps, 0 skipped, 0 failed in \d+\.\d ms$/);
  ok(!stdout.includes("\x1b"), "no colour without a terminal");
  const socket = /on socket (\S+)/.exec(stdout)![1]!;
  equal(await isListening(socket), false);
});

Deno.test("probe --json prints the steps of the tour as one document", async () => {
  const { code, json } = await probeJson([]);
  equal(code, 0);
  deepEqual(Object.keys(json), ["steps"]);
  deepEqual(json.steps.map(({ name }: { name: string }) => name), STEPS);
  for (const { ok: isOk, skipped, ms, detail } of json.steps) {
    deepEqual([isOk, skipped, typeof ms, typeof detail], [true, false, "number", "string"]);
  }
  const [select, insert] = json.steps.filter(({ name }: { name: string }) => name === "query");
  deepEqual(select.result.columns, [{ name: "key", typeName: "TEXT" }, { name: "value", typeName: "TEXT" }]);
  equal(select.result.rows.length, 4);
  deepEqual(insert.result, { columns: [], rows: [], affectedRows: 1 });
});

Deno.test("probe imitates each layout on the mock driver", async () => {
  for (const layout of ["0.4", "0.5", "0.6", "0.7.0", "0.7.1", "0.8"]) {
    const { code, json } = await probeJson(["--layout", layout]);
    equal(code, 0, layout);
    const hello = json.steps.find(({ name }: { name: string }) => name === "hello");
    ok(hello.detail.includes(`layout ${layout},`), hello.detail);
  }
});

Deno.test("probe leaves a driver running that it did not start", async () => {
  await using driver = new RunningDriver({ module: MOCK });
  await driver.line(/listening/);
  const { code, json } = await probeJson(["--socket", driver.socket, "--query", "SELECT 1", "--query", "DELETE"]);
  equal(code, 0);
  const skipped = json.steps.filter((step: { skipped: boolean }) => step.skipped).map(({ name }: { name: string }) =>
    name
  );
  deepEqual(skipped, ["launch", "unsupported query", "wrong form", "stop"]);
  const queries = json.steps.filter(({ name }: { name: string }) => name === "query");
  deepEqual(queries.map(({ detail }: { detail: string }) => detail), ["SELECT 1: 4 rows", "DELETE: 0 rows affected"]);
  equal(await isListening(driver.socket), true);
});

Deno.test("probe shows an unsupported request as skipped, and goes on", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    if (request.body.type === "Hello") return answer(request, layout, HELLO);
    if (request.body.type === "OpenSession") {
      const session = {
        sessionId: crypto.randomUUID(),
        kind: "SQLite",
        schemaLoadingStrategy: "SingleDatabase",
      } as const;
      const flags = { schemaFeatures: 0, codeGenCapabilities: 0 };
      ok(HELLO.type === "Hello");
      return answer(request, layout, { type: "SessionOpened", metadata: HELLO.driverMetadata, ...session, ...flags });
    }
    if (request.body.type === "CloseSession") return answer(request, layout, { type: "SessionClosed" });
    return answer(request, layout, { type: "Error", code: "UnsupportedMethod", message: "Not here", retriable: false });
  });
  const { code, json } = await probeJson(["--socket", driver.socket, "--query", "x"]);
  equal(code, 0);
  for (const name of ["ping", "schema", "databases", "query"]) {
    const step = json.steps.find((step: { name: string }) => step.name === name);
    const consequence = name === "schema" ? "; DBFlux will show an empty tree" : "";
    deepEqual([step.ok, step.skipped, step.detail], [true, true, `not supported: Not here${consequence}`], name);
  }
  const opened = driver.requests.find(({ body }) => body.type === "OpenSession")!;
  ok(opened.body.type === "OpenSession");
  deepEqual(JSON.parse(opened.body.profileJson).config, { External: { kind: "SQLite", values: { path: "/data" } } });
});

Deno.test("probe shows a query that fails, goes on, and exits with 6", async () => {
  await using driver = new RunningDriver({ module: MOCK });
  await driver.line(/listening/);
  const args = ["--socket", driver.socket, "--query", "nonsense", "--query", "SELECT 1"];
  const { code, json } = await probeJson(args);
  equal(code, 6);
  const [failed, next] = json.steps.filter(({ name }: { name: string }) => name === "query");
  deepEqual([failed.ok, failed.error.code, failed.error.message], [false, "Driver", "Unsupported query: nonsense"]);
  equal(next.ok, true);
  deepEqual(json.error, failed.error);
  const human = await probe(args);
  equal(human.code, 6);
  match(human.stdout, /^FAIL {2}query .*Unsupported query: nonsense$/m);
  match(human.stderr, /^error\[Driver\]: Unsupported query: nonsense \(.*\)\n$/);
});

Deno.test("probe starts a command, with any of three ways to name its socket, and stops it", async () => {
  const run = [Deno.execPath(), "run", "--no-prompt", "--allow-net", MOCK];
  const fresh = `fluxwire-test-${crypto.randomUUID()}`;
  const commands = [
    run,
    [...run, "--socket", "{socket}"],
    [...run, "--socket", fresh],
    ["sh", "-c", `exec '${Deno.execPath()}' run --no-prompt --allow-net '${MOCK}' --socket "{socket}"`],
  ];
  for (const command of commands) {
    const { code, json } = await probeJson(["--", ...command]);
    equal(code, 0);
    equal(json.steps.at(-1).detail, "ended after SIGTERM");
  }
});

Deno.test("probe ends quietly when its output is no longer read, and stops the driver", async () => {
  const child = new Deno.Command(Deno.execPath(), { args: [...PROBE_COMMAND], stdout: "piped", stderr: "piped" })
    .spawn();
  await child.stdout.cancel();
  const { code } = await child.status;
  const stderr = await new Response(child.stderr).text();
  equal(stderr, "");
  equal(code, 0);
});

Deno.test("probe stops the driver that it started when it is asked to end", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...PROBE_COMMAND, "--", "sh", "-c", "echo $$; exec sleep 1000", "{socket}"],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const sleeper = await childOf(child.pid);
  child.kill("SIGTERM");
  const { code } = await child.status;
  equal(code, 143);
  equal(await Deno.stat(`/proc/${sleeper}`).then(() => "left", () => "gone"), "gone");
});

Deno.test("probe reports a driver that breaks off in the middle of the tour", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    return request.body.type === "Hello" ? answer(request, layout, HELLO) : encodeFrame(Uint8Array.of(1, 2, 1, 9));
  });
  const { code, json } = await probeJson(["--socket", driver.socket]);
  equal(code, 4);
  deepEqual(json.steps.map((step: { name: string; ok: boolean }) => [step.name, step.ok]), [
    ["launch", true],
    ["hello", true],
    ["form", true],
    ["open", false],
    ["stop", true],
  ]);
  equal(json.error.code, "HeaderUnreadable");
});

/** The first child of a process, when it has one. */
async function childOf(pid: number): Promise<number> {
  for (;;) {
    const children = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
    const found = Number(children.trim().split(" ")[0]);
    if (found > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
