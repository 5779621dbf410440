import { deepEqual, equal, match } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { schemaOf, violations } from "../schemas/schema.ts";
import { FULL_MOCK, RunningRecording } from "./recorded_session.ts";
import { probe, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";

const PROBING = ["look for life", "Hello", "look for life", "Hello", "OpenSession", "Schema"];
const LEAVING = ["CancelActive", "CleanupAfterCancel", "CancelActive", "CloseSession"];
const TABLE = ["TableDetails", "SchemaTypes", "SchemaIndexes", "SchemaForeignKeys", "CodeGenerators", "BrowseTable"];

Deno.test("probe client sends in every layout what the real client sends, byte for byte", async () => {
  for (const layout of LAYOUTS) {
    await using recording = await RunningRecording.start([...FULL_MOCK]);
    const args = ["client", "--layout", layout, "--query", "SELECT 1", "--socket", recording.socket];
    const { code, json } = await probeJson(args);
    equal(code, 0, JSON.stringify(json).slice(0, 2_000));
    deepEqual(violations(json, await schemaOf("client")), []);
    equal(json.layout, layout);
    deepEqual(json.steps.map(({ name }: { name: string }) => name), [
      ...PROBING,
      ...TABLE,
      "CountTable",
      "Execute",
      ...LEAVING,
    ]);
    const entries = (await recording.end(4)).slice(1);
    const requests = entries.filter(({ from }) => from === "host");
    deepEqual(requests.map(({ envelope: { body } }) => body.type), [
      "Hello",
      "Hello",
      "OpenSession",
      "Schema",
      ...TABLE,
      "CountTable",
      "Execute",
      ...LEAVING,
    ]);
    deepEqual(requests.map(({ envelope: { requestId } }) => requestId), [
      "0",
      ...requests.slice(1).map((_, i) => String(i)),
    ]);
    const shortened = requests.filter(({ pass }) => pass === "tail").map(({ envelope: { body } }) => body.type);
    deepEqual(shortened, ["BrowseTable", "CountTable", ...(layout === "0.4" ? [] : ["Execute"])]);
    equal(entries.filter(({ event }) => event === "connect").length, 4);
  }
});

Deno.test("probe client opens no table outside of schemas: the real client's tree does not show it", async () => {
  const { code, json } = await probeJson(["client", ...FULL_MOCK, "--fault", "outside-schemas"]);
  equal(code, 0, JSON.stringify(json).slice(0, 2_000));
  const step = json.steps.find(({ name }: { name: string }) => name === "TableDetails");
  deepEqual([step.skipped, step.detail], [true, "the schema has no table"]);
});

Deno.test("probe client without a target connects to the mock driver, and shows each step on a line", async () => {
  const { code, stdout, stderr } = await probe(["client"]);
  deepEqual([code, stderr], [0, ""]);
  const names = stdout.trimEnd().split("\n").map((line) =>
    /^(?:ok|skip|FAIL) +([A-Za-z]+(?: for life)?) /.exec(line)?.[1]
  );
  deepEqual(names, [...PROBING, "KvScanKeys", "KvGetKey", "Execute", ...LEAVING]);
});

Deno.test("probe client --script sends the requests of a script, one a line", async () => {
  const script = [
    { type: "Ping" },
    { type: "execute", request: { sql: "SELECT * FROM samples", params: [{ type: "Int", value: "1" }] } },
    { type: "CountTable", request: { table: { name: "orders" } } },
  ].map((body) => JSON.stringify(body)).join("\n\n");
  const { code, json } = await probeJson(["client", "--script", "-", ...FULL_MOCK], {
    stdin: script.replace("execute", "Execute"),
  });
  equal(code, 0, JSON.stringify(json));
  deepEqual(json.steps.map(({ name, detail }: Record<"name" | "detail", string>) => [name, detail.split(" ")[0]]), [
    ["Hello", "fluxwire-mock"],
    ["OpenSession", "session"],
    ["Ping", "Pong"],
    ["Execute", "ExecuteResult"],
    ["CountTable", "CountResult"],
  ]);
  const opens = '{"type":"OpenSession","profileJson":"{}"}\n{"type":"Ping"}';
  const refused = await probeJson(["client", "--script", "-", ...FULL_MOCK], { stdin: opens });
  equal(refused.code, 6);
  deepEqual(refused.json.steps.map(({ name, ok }: Record<string, unknown>) => [name, ok]), [
    ["Hello", true],
    ["OpenSession", false],
    ["Ping", true],
  ]);
});

Deno.test("probe client exits with 6 if the driver answers with an error, and then goes on like the real client", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    if (request.body.type === "Hello") return answer(request, layout, HELLO);
    return answer(request, layout, { type: "Error", code: "Driver", message: "no sessions today", retriable: false });
  });
  const { code, json } = await probeJson(["client", "--socket", driver.socket]);
  deepEqual([code, json.error.code, json.error.message], [6, "Driver", "Cannot open a session: no sessions today"]);
  deepEqual(violations(json, await schemaOf("client")), []);
  deepEqual(json.steps.at(-1).ok, false);
});

Deno.test("probe client refuses scripts that cannot be sent", async () => {
  const cases: [string, RegExp][] = [
    ["nonsense", /^Cannot read -, line 1: /],
    ['{"type":"Ping"}\n{"type":"Pnig"}', /^Cannot read -, line 2: Unknown method: Pnig; did you mean Ping\?/],
    ['{"sql":"SELECT 1"}', /^Cannot read -, line 1: expected an object with a type$/],
    ['{"type":"Execute","request":{"sql":1}}', /^Cannot read -, line 1: /],
  ];
  for (const [stdin, message] of cases) {
    const { code, json } = await probeJson(["client", "--script", "-"], { stdin });
    deepEqual([code, json.error.code], [1, "Usage"]);
    match(json.error.message, message);
  }
});
