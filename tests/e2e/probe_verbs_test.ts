import { deepEqual, equal, match, ok } from "node:assert/strict";
import { probe, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";

Deno.test("probe hello shows the mock driver's description", async () => {
  const { code, json } = await probeJson(["hello"]);
  equal(code, 0);
  equal(json.layout, "0.7.1");
  equal(typeof json.ms, "number");
  equal(json.serverName, "custom-mock-driver");
  deepEqual(json.selectedVersion, { major: 1, minor: 2 });
  equal(json.driverMetadata.capabilities, 33353105424);
  deepEqual(
    json.formDefinition.tabs[0].sections[0].fields.map(({ id }: { id: string }) => id),
    ["endpoint", "api_key"],
  );
  const human = await probe(["hello"]);
  equal(human.code, 0);
  equal(human.stderr, "");
  match(human.stdout, /^server +custom-mock-driver 0\.1\.0$/m);
  match(human.stdout, /^layout +0\.7\.1$/m);
  match(human.stdout, /^form +endpoint \(Text, required\), api_key \(Password\)$/m);
});

Deno.test("probe ping gives the time of a round trip", async () => {
  const { code, json } = await probeJson(["ping", "--layout", "0.5"]);
  equal(code, 0);
  ok(json.ms > 0);
  deepEqual({ ...json, ms: 0 }, { ok: true, ms: 0, layout: "0.5", session: false });
  const human = await probe(["ping"]);
  equal(human.code, 0);
  match(human.stdout, /^pong in \d+\.\d ms\n$/);
});

Deno.test("probe ping opens a session if the driver requires one", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    const { body, sessionId } = request;
    if (body.type === "Hello") return answer(request, layout, HELLO);
    if (body.type === "CloseSession") return answer(request, layout, { type: "SessionClosed" });
    if (body.type === "Ping" && sessionId !== null) return answer(request, layout, { type: "Pong" });
    if (body.type === "Ping") {
      const error = { code: "SessionNotFound", message: "No session_id provided", retriable: false } as const;
      return answer(request, layout, { type: "Error", ...error });
    }
    ok(HELLO.type === "Hello");
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
  const { code, json } = await probeJson(["ping", "--socket", driver.socket, "--value", "path=/other"]);
  equal(code, 0);
  equal(json.session, true);
  const requests = driver.requests.map(({ body }) => body.type);
  deepEqual(requests, ["Hello", "Ping", "OpenSession", "Ping", "CloseSession"]);
  const open = driver.requests[2]!.body;
  ok(open.type === "OpenSession");
  deepEqual(JSON.parse(open.profileJson).config.External.values, { path: "/other" });
});

Deno.test("probe query shows rows, or their number", async () => {
  const { code, json } = await probeJson(["query", "SELECT * FROM mockdb"]);
  equal(code, 0);
  deepEqual(Object.keys(json), ["columns", "rows", "affectedRows", "ms"]);
  deepEqual(json.columns, [{ name: "key", typeName: "TEXT" }, { name: "value", typeName: "TEXT" }]);
  deepEqual(json.rows.toSorted()[0], ["key1", "value1"]);
  equal(json.affectedRows, null);
  equal(typeof json.ms, "number");
  const human = await probe(["query", "-"], { stdin: "SELECT * FROM mockdb" });
  equal(human.code, 0);
  match(human.stdout, /^key {6}value\n-+ {2}-+\n(.+\n){4}4 rows in \d+\.\d ms\n$/);
  match((await probe(["query", "insert"])).stdout, /^1 row affected in \d+\.\d ms\n$/);
});

Deno.test("probe query exits with 6 if the driver answers with an error", async () => {
  const { code, json } = await probeJson(["query", "nonsense"]);
  equal(code, 6);
  deepEqual(json, {
    error: { code: "Driver", message: "Unsupported query: nonsense", hint: "the driver's own log may say more" },
  });
  const human = await probe(["query", "nonsense"]);
  equal(human.code, 6);
  equal(human.stdout, "");
  equal(human.stderr, "error[Driver]: Unsupported query: nonsense (the driver's own log may say more)\n");
});

Deno.test("probe query opens its session with values, a profile, or a file", async () => {
  const wrong = await probeJson(["query", "select", "--value", "endpoint= "]);
  equal(wrong.code, 6);
  deepEqual([wrong.json.error.code, wrong.json.error.message], [
    "InvalidRequest",
    "Cannot open a session: endpoint is required",
  ]);
  const builtIn = await probeJson(["query", "select", "--profile", '{"SQLite":{"path":"","connection_id":null}}']);
  equal(builtIn.json.error.message, "Cannot open a session: Expected DbConfig::External for custom driver");
  const noProfile = await probeJson(["query", "select", "--profile", "nonsense"]);
  match(noProfile.json.error.message, /^Cannot open a session: Invalid profile JSON: /);
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(
    file,
    '{"id":"6f1c0a52-6c0f-4d3a-9a6e-2f8b9d3f7c11","name":"n","config":{"External":{"kind":"SQLite","values":{"endpoint":"x"}}}}',
  );
  equal((await probe(["query", "select", "--profile", `@${file}`])).code, 0);
  await Deno.remove(file);
});

Deno.test("probe sends the token and the password from the named variables", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    if (request.body.type === "Hello") return answer(request, layout, HELLO);
    return answer(request, layout, { type: "Error", code: "Driver", message: "No", retriable: false });
  });
  const args = ["query", "x", "--socket", driver.socket, "--password-env", "MY_PASSWORD"];
  const env = { MY_TOKEN: "one", DBFLUX_DRIVER_IPC_TOKEN: "two", MY_PASSWORD: "three" };
  await probe([...args, "--token-env", "MY_TOKEN"], { env });
  await probe(args, { env });
  const secrets = driver.requests.map(({ body }) => {
    return body.type === "Hello" ? body.authToken : body.type === "OpenSession" && body.password;
  });
  deepEqual(secrets, ["one", "three", "two", "three"]);
  const unset = await probeJson([...args, "--token-env", "FLUXWIRE_UNSET"]);
  equal(unset.code, 1);
  equal(unset.json.error.message, "Cannot use --token-env FLUXWIRE_UNSET: the variable is not set");
});

Deno.test("probe refuses a statement and a profile that are not UTF-8", async () => {
  const bytes = Uint8Array.of(0x73, 0xff);
  const statement = await probeJson(["query", "-"], { stdin: bytes });
  deepEqual([statement.code, statement.json.error.message], [1, "Cannot read stdin: the statement is not UTF-8"]);
  const file = await Deno.makeTempFile();
  await Deno.writeFile(file, bytes);
  const profile = await probeJson(["query", "select", "--profile", `@${file}`]);
  deepEqual([profile.code, profile.json.error.message], [1, `Cannot read profile ${file}: it is not UTF-8`]);
  await Deno.remove(file);
});
