import { deepEqual, equal, ok } from "node:assert/strict";
import type { Verb } from "../../packages/cli/command/verb.ts";
import { FLUXWIRE } from "../../packages/cli/parts/fluxwire.ts";
import { HOST } from "../../packages/cli/parts/host.ts";
import { PROBE } from "../../packages/cli/parts/probe.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { MOCK, serviceOf } from "./host_services.ts";
import { FULL_MOCK, RunningRecording } from "./recorded_session.ts";
import { fluxwireJsonHere, probeJsonHere } from "./run_here.ts";
import { PROBE_COMMAND, probeJson } from "./run_probe.ts";
import { pathOf } from "./running_driver.ts";
import { HostFolder } from "./running_host.ts";

/** Verbs that are other names of one, whose schema they have. */
const OTHER_NAMES: Readonly<Record<string, string>> = { inspect: "console" };

/** Every verb as it is typed after `fluxwire`, and the name of its schema. */
const ALL_VERBS: readonly { words: string[]; verb: Verb; schema: string }[] = [FLUXWIRE, PROBE, HOST].flatMap((part) =>
  part.verbs.map((verb) => ({
    words: [part.name, verb.name].filter((word) => word !== ""),
    verb,
    schema: part === HOST && !FLUXWIRE.verbs.includes(verb) ? `host-${verb.name}` : OTHER_NAMES[verb.name] ?? verb.name,
  }))
);

const PING_HEX = "010202000003", AS_REQUEST = ["--layout", "0.7.1", "--role", "request"];
const PING = '{"protocolVersion":{"major":1,"minor":2},"requestId":"2","body":{"type":"Ping"}}';

/** Commands that print one document, its schema, and their input. */
const DOCUMENTS: readonly [string[], string, string?][] = [
  [[], "tour"],
  [["hello", "--layout", "0.4"], "hello"],
  [["ping"], "ping"],
  [["query", "SELECT * FROM mockdb"], "query"],
  [["schema"], "schema"],
  [["tables"], "tables"],
  [["browse", "customers"], "browse"],
  [["insert", "customers", "id=9", "name=Ida"], "insert"],
  [["update", "customers", "name=Ida", "--key", "id=1"], "update"],
  [["delete", "customers", "--key", "id=3"], "delete"],
  [["list"], "list"],
  [["describe", "DriverMetadata"], "describe"],
  [["describe", "Icon"], "describe"],
  [["describe", "DriverCapabilities"], "describe"],
  [["explain"], "explain"],
  [["explain", "Timeout"], "explain"],
  [["encode", ...AS_REQUEST], "encode", PING],
  [["decode", ...AS_REQUEST, "--hex", PING_HEX], "decode"],
  [["decode", ...AS_REQUEST, "--annotate", "--hex", PING_HEX], "decode"],
  [["decode", ...AS_REQUEST, "--lines"], "decode", PING_HEX],
  [["decode", ...AS_REQUEST, "--lines"], "decode", `${PING_HEX.slice(0, -2)}63`],
];

for (const [args, name, stdin] of DOCUMENTS) {
  Deno.test(`probe ${[...args, "--json"].join(" ")} prints a document of its schema`, async () => {
    const { code, json } = stdin === undefined ? await probeJsonHere(args) : await probeJson(args, { stdin });
    equal(code, 0);
    deepEqual(violations(json, await schemaOf(name)), []);
  });
}

Deno.test("probe --json prints a failing tour in its schema", async () => {
  const { code, json } = await probeJson(["tour", "--socket", `unused-${crypto.randomUUID()}`]);
  equal(code, 2);
  deepEqual(violations(json, await schemaOf("tour")), []);
  equal(json.error.code, "SocketUnreachable");
});

Deno.test("probe host and its verbs print lines of their schemas", async () => {
  const service = serviceOf(MOCK);
  await using folder = new HostFolder([service]);
  const host = folder.run();
  await host.event("ready", service.socketId);
  for (const [verb, ...args] of [["status"], ["restart", service.socketId], ["logs", "-n", "3"], ["stop"]]) {
    const { code, stdout } = await folder.ask(verb!, ...args, "--json");
    equal(code, 0, stdout);
    const schema = await schemaOf(`host-${verb}`);
    for (const line of stdout.trimEnd().split("\n")) deepEqual(violations(JSON.parse(line), schema), []);
  }
  equal((await host.event("stopped")).event, "stopped");
  await host.status;
  const schema = await schemaOf("host-run");
  for (const line of host.lines.all) deepEqual(violations(line, schema), []);
});

Deno.test("probe record, replay and export print documents of their schemas", async () => {
  await using recording = await RunningRecording.start(FULL_MOCK);
  {
    await using client = await recording.client();
    await client.ping();
  }
  await recording.end(1);
  const recordSchema = await schemaOf("record");
  for (const line of recording.probe.lines.all) deepEqual(violations(line, recordSchema), []);
  const capture = `${recording.folder}/session.pcapng`;
  const [replay, wrong, exported] = await Promise.all([
    probeJson(["replay", recording.path, ...FULL_MOCK]),
    probeJson(["replay", recording.path]),
    probeJson(["export", recording.path, "--pcapng", capture]),
  ]);
  deepEqual([replay.code, wrong.code, exported.code], [0, 8, 0]);
  for (const { json } of [replay, wrong]) deepEqual(violations(json, await schemaOf("replay")), []);
  ok(wrong.json.differences.length > 0);
  deepEqual(violations(exported.json, await schemaOf("export")), []);
});

Deno.test("every verb has a published schema of its output with --json", async () => {
  const published: string[] = [];
  for await (const { name } of Deno.readDir(pathOf("packages/cli/schemas"))) published.push(name);
  deepEqual(ALL_VERBS.map(({ schema }) => `${schema}.json`).filter((name) => !published.includes(name)), []);
});

for (const { words, verb } of ALL_VERBS) {
  Deno.test(`fluxwire ${words.join(" ")} --json prints wrong usage in the schema of failures, and exits with 1`, async () => {
    const { code, json } = await fluxwireJsonHere([...words, "--no-such-option"]);
    equal(code, 1);
    deepEqual(violations(json, await schemaOf("failure")), []);
    equal(json.error.message.startsWith(`Unknown option of ${verb.name}: --no-such-option`), true, json.error.message);
    equal(json.error.hint, `see fluxwire ${words.join(" ")} --help`);
  });
}

Deno.test("probe ends quietly if its output is no longer read", async () => {
  const command = `"$0" "$@" | head -n 1`;
  for (const args of [["watch", "--interval", "5"], ["list"]]) {
    const { code, stdout, stderr } = await inShell(command, args);
    deepEqual([code, stderr], [0, ""]);
    equal(stdout.trimEnd().split("\n").length, 1);
  }
});

async function inShell(
  script: string,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ["-c", `set -o pipefail 2>/dev/null; ${script}`, Deno.execPath(), ...PROBE_COMMAND, ...args];
  const { code, stdout, stderr } = await new Deno.Command("bash", { args: command, stdin: "null" }).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}
