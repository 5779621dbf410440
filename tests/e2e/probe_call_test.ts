import { deepEqual, equal, match, ok } from "node:assert/strict";
import { encode, fromExact, LAYOUTS } from "@fluxwire/wire";
import { METHODS, templateJson } from "../../packages/cli/driver/method.ts";
import { UsageError } from "@fluxwire/command";
import { schemaOf, violations } from "../schemas/schema.ts";
import { probe, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";

Deno.test("probe call sends a request within a session and shows its answer as exact JSON", async () => {
  const { code, json } = await probeJson(["call", "listDatabases"]);
  equal(code, 0);
  deepEqual(json, { type: "Databases", databases: [{ name: "mockdb", isCurrent: true }] });
  deepEqual(violations(json, await schemaOf("call")), []);
  const human = await probe(["call", "ListDatabases"]);
  equal(human.code, 0);
  equal(human.stderr, "");
  deepEqual(JSON.parse(human.stdout), json);
  match(human.stdout, /^\{\n {2}"type": "Databases",\n/);
});

Deno.test("probe call takes its data as text, from a file and from stdin", async () => {
  const data = '{"request":{"sql":"SELECT * FROM mockdb","params":[]}}';
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, data);
  for (const [args, stdin] of [[["-d", data]], [[`--data=@${file}`]], [["-d", "-"], data]] as [string[], string?][]) {
    const { code, json } = await probeJson(["call", "execute", ...args], { stdin });
    equal(code, 0, JSON.stringify(json));
    equal(json.type, "ExecuteResult");
    equal(json.result.rows.length, 4);
  }
  await Deno.remove(file);
});

Deno.test("probe call opens no session for requests that need none, and closes none twice", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    const { body } = request;
    ok(HELLO.type === "Hello");
    if (body.type === "Hello") return answer(request, layout, HELLO);
    if (body.type === "Ping") return answer(request, layout, { type: "Pong" });
    if (body.type === "CloseSession") return answer(request, layout, { type: "SessionClosed" });
    return answer(request, layout, {
      type: "SessionOpened",
      sessionId: "00112233-4455-6677-8899-aabbccddeeff",
      kind: "SQLite",
      metadata: HELLO.driverMetadata,
      schemaLoadingStrategy: "SingleDatabase",
      schemaFeatures: 0,
      codeGenCapabilities: 0,
    });
  });
  const target = ["--socket", driver.socket];
  deepEqual((await probeJson(["call", "ping", ...target])).json, { type: "Pong" });
  deepEqual((await probeJson(["call", "closeSession", ...target])).json, { type: "SessionClosed" });
  const opened = await probeJson(["call", "OpenSession", "-d", '{"profileJson":"{}"}', ...target]);
  equal(opened.json.type, "SessionOpened");
  const requests = driver.requests.map(({ body }) => body.type);
  deepEqual(requests, ["Hello", "Ping", "Hello", "OpenSession", "CloseSession", "Hello", "OpenSession"]);
});

Deno.test("probe call --template prints every field in the layout, without a driver", async () => {
  const human = await probe(["call", "updateRow", "--template", "--socket", "unused-socket"]);
  equal(human.code, 0);
  deepEqual(JSON.parse(human.stdout), {
    type: "UpdateRow",
    patch: {
      identity: { type: "Composite", columns: [""], values: [null] },
      table: "",
      schema: null,
      changes: [["", null]],
      changeTypes: [null],
    },
  });
  const { json } = await probeJson(["call", "kvBulkGet", "--template", "--layout", "0.4"]);
  deepEqual(violations(json, await schemaOf("call")), []);
  deepEqual(json.request.keys, [""]);
});

Deno.test("every template can be encoded in its layout, or the error says why not", () => {
  const refused = new Set<string>();
  for (const layout of LAYOUTS) {
    for (const method of METHODS) {
      try {
        const body = templateJson(method, layout);
        const envelope = fromExact("request", { protocolVersion: { major: 1, minor: 2 }, requestId: "0", body });
        ok(encode("request", layout, envelope).length > 0);
      } catch (error) {
        ok(error instanceof UsageError, `${method} in layout ${layout}: ${error}`);
        refused.add(error.message);
      }
    }
  }
  deepEqual([...refused].sort(), [
    "Cannot send DeleteDocument: a JSON value has no readable form on the wire (H4)",
    "Cannot send UpdateDocument: a JSON value has no readable form on the wire (H4)",
  ]);
});

Deno.test("probe call exits with 1 for an invalid request, before it connects to the driver", async () => {
  const cases: [string[], RegExp][] = [
    [[], /^Missing method: give one that fluxwire probe list shows$/],
    [["lisDatabases"], /^Unknown method: lisDatabases; did you mean listDatabases\?$/],
    [["LisDatabases"], /^Unknown method: LisDatabases; did you mean ListDatabases\?$/],
    [["updateDocument", "--template"], /^Cannot send UpdateDocument: a JSON value has no readable form/],
    [["ping", "--template", "-d", "{}"], /^Cannot use --data with --template: nothing is sent$/],
    [["execute", "-d", "{"], /^Cannot read --data: Cannot read JSON: /],
    [["execute", "-d", "[]"], /^Cannot read the data of Execute: it must be a JSON object$/],
    [["execute", "-d", '{"type":"Ping"}'], /^Cannot read the data of Execute: its type is "Ping"$/],
    [["execute", "-d", '{"request":{}}'], /^Cannot use the data: expected text, found nothing, in body\.request\.sql$/],
    [["execute", "-d", "@/nonexistent.json"], /^Cannot read \/nonexistent\.json: /],
  ];
  for (const [args, expected] of cases) {
    const { code, json } = await probeJson(["call", ...args, "--socket", "unused-socket"]);
    equal(code, 1, args.join(" "));
    match(json.error.message, expected);
    deepEqual(violations(json, await schemaOf("failure")), []);
  }
});

Deno.test("probe call exits with 6 if the driver answers with an error", async () => {
  const { code, json } = await probeJson(["call", "codeGenerators"]);
  equal(code, 6);
  equal(json.error.code, "UnsupportedMethod");
});

Deno.test("probe open shows the driver's description of a session", async () => {
  const { code, json } = await probeJson(["open", "--value", "endpoint=x"]);
  equal(code, 0);
  deepEqual(violations(json, await schemaOf("open")), []);
  equal(json.kind, "SQLite");
  const human = await probe(["open"]);
  equal(human.code, 0);
  match(human.stdout, /^session +[0-9a-f-]{36}, opened in \d+\.\d ms\nkind +SQLite\n/);
  const refused = await probeJson(["open", "--value", "endpoint= "]);
  deepEqual([refused.code, refused.json.error.message], [6, "Cannot open a session: endpoint is required"]);
});
