import { deepEqual, equal, match, ok } from "node:assert/strict";
import { complete } from "../../packages/cli/repl/completion.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { pathOf } from "./running_driver.ts";
import { probe, PROBE_COMMAND, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";
import { Terminal } from "./terminal.ts";

/** The mock driver with data, as a command. */
const FULL = [
  ...["--", Deno.execPath(), "run", "--no-prompt", "--allow-net", "--allow-env=FLUXWIRE_LIFELINE"],
  ...[pathOf("packages/mock-driver/main.ts"), "--scenario", "full"],
];

Deno.test("probe repl runs statements and commands line by line, and goes on after errors", async () => {
  const stdin = [
    "SELECT id, name FROM customers ORDER BY id LIMIT 2",
    "nonsense",
    "",
    "\\databases",
    "\\schema",
    "\\call ping",
    "\\hlep",
    "\\call execute {",
    "\\quit",
    "SELECT 'never'",
  ].join("\n");
  const { code, stdout, stderr } = await probe(["repl", ...FULL], { stdin });
  equal(code, 0);
  match(stdout, /^id {2}name\n-+ {2}-+\n(.+\n){2}2 rows in \d+\.\d ms\nshop +current\n/);
  match(stdout, /^tables +shop\.orders +id, customer_id, /m);
  match(stdout, /^\{\n {2}"type": "Pong"\n\}\n$/m);
  ok(!stdout.includes("never"));
  const errors = stderr.trimEnd().split("\n");
  equal(errors.length, 3, stderr);
  match(errors[0]!, /^error\[Driver\]: Syntax error at 0/);
  match(errors[1]!, /^error\[Usage\]: Unknown command: \\hlep; did you mean \\help\? \(\\help shows the commands\)$/);
  match(errors[2]!, /^error\[Usage\]: Cannot read JSON: /);
});

Deno.test("probe repl --json prints a document for each line, which matches its schema", async () => {
  const stdin = "SELECT 1\n\\databases\n\\help\nnonsense\nSELECT 2";
  const { code, stdout, stderr } = await probe(["repl", "--json", ...FULL], { stdin });
  equal(code, 0);
  equal(stderr, "");
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const schema = await schemaOf("repl");
  for (const line of lines) deepEqual(violations(line, schema), []);
  deepEqual(lines.map(({ input, ok }) => [input, ok]), [
    ["SELECT 1", true],
    ["\\databases", true],
    ["\\help", true],
    ["nonsense", false],
    ["SELECT 2", true],
  ]);
  deepEqual(lines[4].result.rows, [[2]]);
  const badBytes = await probe(["repl", "--json"], { stdin: Uint8Array.of(0xff, 0x0a) });
  equal(JSON.parse(badBytes.stdout).error.message, "Cannot read line: it is not UTF-8");
});

Deno.test("probe repl reconnects and opens a new session with the line after the lost one", async () => {
  const sessions = ["00112233-4455-6677-8899-aabbccddee00", "00112233-4455-6677-8899-aabbccddee01"];
  const used: unknown[] = [];
  let opened = 0;
  await using driver = await ScriptedSocket.open((request, layout) => {
    const { body, sessionId } = request;
    ok(HELLO.type === "Hello");
    switch (body.type) {
      case "Hello":
        return answer(request, layout, HELLO);
      case "OpenSession":
        return answer(request, layout, {
          type: "SessionOpened",
          sessionId: sessions[opened++]!,
          kind: "SQLite",
          metadata: HELLO.driverMetadata,
          schemaLoadingStrategy: "SingleDatabase",
          schemaFeatures: 0,
          codeGenCapabilities: 0,
        });
      case "ListDatabases":
        used.push(sessionId);
        return used.length === 1 ? "close" : answer(request, layout, { type: "Databases", databases: [] });
    }
    return answer(request, layout, { type: "SessionClosed" });
  });
  const args = ["repl", "--json", "--socket", driver.socket];
  const { code, stdout } = await probe(args, { stdin: "\\databases\n\\databases\n" });
  equal(code, 0);
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  deepEqual(lines.map(({ ok, error }) => [ok, error?.code]), [[false, "ConnectionClosed"], [true, undefined]]);
  deepEqual(used, sessions);
});

Deno.test("probe repl restarts a driver that has died", async () => {
  // Each process answers Hello, OpenSession and one statement, then ends: two results need two processes.
  const stdin = "SELECT 1\nSELECT 2\nSELECT 3\nSELECT 4\n";
  const { code, stdout } = await probe(["repl", "--json", ...FULL, "--fault", "crash:3"], { stdin });
  equal(code, 0);
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  deepEqual(lines.map(({ input }) => input), ["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4"]);
  ok(lines.filter(({ ok }) => ok).length >= 2, stdout);
  // A statement is lost if it was sent before the end was noticed; the next one never is.
  for (const [i, { error }] of lines.entries()) {
    if (error === undefined) continue;
    equal(error.code, "ConnectionClosed", stdout);
    equal(lines[i - 1]?.ok, true, stdout);
  }
});

Deno.test("probe repl has the exit code of hello if it cannot reach a driver", async () => {
  const { code, json } = await probeJson(["repl", "--socket", `unused-${crypto.randomUUID()}`], { stdin: "SELECT 1" });
  equal(code, 2);
  equal(json.error.code, "SocketUnreachable");
});

Deno.test("probe repl describes tables, writes results to a file in a format, and runs a file of statements", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(
    `${folder}/all.sql`,
    "-- two lines\nSELECT id\nFROM customers;\n\\i missing.sql\nSELEC\n1;\nSELECT 5",
  );
  const stdin = [
    "\\d",
    "\\d customers",
    "\\timing",
    "\\format csv",
    "\\o out.csv",
    "\\i 'all.sql'",
    "\\o",
    "\\x",
    "SELECT 7",
  ];
  const { code, stdout, stderr } = await probe(["repl", ...FULL], { stdin: stdin.join("\n"), cwd: folder });
  equal(code, 0);
  match(stdout, /^table +shop +customers +id, name, /m);
  match(stdout, /^id +INTEGER +not null +key$/m);
  match(stdout, /-- row 1 --\n.* \| 7\n1 row\n$/);
  match(await Deno.readTextFile(`${folder}/out.csv`), /^id\n1\n2\n3\n4\n.*\n5\n$/);
  match(stderr, /^error\[Usage\]: all\.sql:4: Cannot read missing.sql: /m);
  match(stderr, /^error\[Driver\]: all\.sql:5: Syntax error at 0/m);
  match(stderr, /^Rows are written as csv\.\nResults are written to out\.csv\.$/m);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("probe repl --json describes tables, and has no settings", async () => {
  const { stdout } = await probe(["repl", "--json", ...FULL], { stdin: "\\d orders\n\\x\nhelp" });
  const lines = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const schema = await schemaOf("repl");
  for (const line of lines) deepEqual(violations(line, schema), []);
  deepEqual(lines.map(({ ok }) => ok), [true, false, false]);
  deepEqual(lines[0].result.rows[0].slice(0, 2), ["id", "INTEGER"]);
});

Deno.test({
  name: "probe repl on a terminal greets, names the driver, takes several lines, and drops them with Ctrl+C",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const env = { XDG_STATE_HOME: folder, HOME: folder };
    await using terminal = new Terminal([Deno.execPath(), ...PROBE_COMMAND, "repl", ...FULL], env);
    await terminal.shows("\\? shows the commands");
    await terminal.shows("> ");
    await terminal.press("SELECT 1234\r");
    await terminal.shows("-> ");
    await terminal.press("+ nonsense(");
    await terminal.shows("+ nonsense(");
    await terminal.press("\x03");
    await terminal.shows("^C");
    await terminal.shows("> ");
    await terminal.press("SELECT id,\r");
    await terminal.shows("-> ");
    await terminal.press("name FROM customers;\r");
    await terminal.shows("4 rows in ");
    await terminal.press("help\r");
    await terminal.shows("\\timing");
    await terminal.press("exit\r");
    equal(await terminal.ended(), 0);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("complete() knows commands, methods, keywords and names", () => {
  deepEqual(complete("\\da", []), [["\\databases"], "\\da"]);
  deepEqual(complete("\\call listD", []), [["listDatabases"], "listD"]);
  deepEqual(complete("\\call ping {", []), [[], "{"]);
  deepEqual(complete("\\dt+ ord", ["customers", "orders"]), [["orders"], "ord"]);
  deepEqual(complete("\\d ord", ["customers", "orders"]), [["orders"], "ord"]);
  deepEqual(complete("\\format c", []), [["csv"], "c"]);
  deepEqual(complete("select * from Cus", ["customers", "orders"]), [["customers"], "Cus"]);
  deepEqual(complete("sel", []), [["SELECT"], "sel"]);
});

Deno.test({
  name: "probe repl on a terminal completes, keeps its history in a file, and cancels running statements",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const words = [Deno.execPath(), ...PROBE_COMMAND, "repl", ...FULL];
    const env = { XDG_STATE_HOME: folder, HOME: folder };
    {
      await using terminal = new Terminal(words, env);
      await terminal.shows("> ");
      await terminal.press("sel");
      await terminal.shows("sel");
      await terminal.press("\t");
      await terminal.shows("SELECT");
      await terminal.press(" count(*) AS n FROM samp");
      await terminal.shows("samp");
      await terminal.press("\t");
      await terminal.shows("les");
      await terminal.press(";\r");
      await terminal.shows("1 row in ");
      await terminal.shows("> ");
      await terminal.press("SELECT sleep(600000);");
      await terminal.shows("sleep(600000);");
      await terminal.press("\r");
      // The terminal does not show when the statement begins; before that, a cancel has no effect.
      const pressing = setInterval(() => terminal.press("\x03"), 100);
      await terminal.shows("error[Cancelled]").finally(() => clearInterval(pressing));
      await terminal.press("\x04");
      equal(await terminal.ended(), 0);
    }
    const file = `${folder}/fluxwire/repl_history`;
    equal(await Deno.readTextFile(file), "SELECT count(*) AS n FROM samples;\nSELECT sleep(600000);\n");
    equal((await Deno.stat(file)).mode! & 0o777, 0o600);
    {
      await using terminal = new Terminal(words, env);
      await terminal.shows("> ");
      await terminal.press("\x1b[A");
      await terminal.shows("sleep(600000)");
      await terminal.press("\x1b[A");
      await terminal.shows("FROM samples");
      await terminal.press("\r");
      await terminal.shows("1 row in ");
      await terminal.press("\x04");
      equal(await terminal.ended(), 0);
    }
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: "probe repl on a terminal ends a file with Ctrl+C, and runs nothing of it after the cancelled statement",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/long.sql`, "SELECT sleep(600000);\nSELECT 4321 AS never;\n");
    const env = { XDG_STATE_HOME: folder, HOME: folder };
    await using terminal = new Terminal([Deno.execPath(), ...PROBE_COMMAND, "repl", ...FULL], env);
    await terminal.shows("> ");
    await terminal.press(`\\i ${folder}/long.sql\r`);
    // The terminal does not show when the statement begins; before that, a cancel has no effect on it.
    const pressing = setInterval(() => terminal.press("\x03"), 100);
    await terminal.shows("long.sql:1: interrupted; what follows was not run").finally(() => clearInterval(pressing));
    await terminal.press("\x04");
    equal(await terminal.ended(), 0);
    ok(!terminal.text.includes("4321"), terminal.text);
    await Deno.remove(folder, { recursive: true });
  },
});
