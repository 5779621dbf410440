import { deepEqual, equal, match, ok } from "node:assert/strict";
import { schemaOf, violations } from "../schemas/schema.ts";
import { pathOf } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";

const MOCK = [Deno.execPath(), "run", "--no-prompt", "-A", pathOf("packages/mock-driver/main.ts")];
/** A mock with its tables where DBFlux does not look. */
const OUTSIDE = ["--", ...MOCK, "--scenario", "full", "--fault", "outside-schemas"];
const EMPTY = /DBFlux will show an empty tree: Put tables and views into schemas: /;

Deno.test("probe schema shows the tree that DBFlux will show", async () => {
  const { code, stdout, stderr } = await probe(["schema"]);
  deepEqual([code, stderr], [0, ""]);
  match(stdout, /^shop\n {2}shop\n {4}Tables \(4\)\n {6}customers\n/);
  match(stdout, /\n {4}Foreign Keys \.\.\.\nplant\n/);
  const keys = await probe(["schema", "--", ...MOCK]);
  deepEqual([keys.code, keys.stdout], [0, "db0 ...\n"]);
});

Deno.test("probe schema, call schema and the tour say when DBFlux will show an empty tree", async () => {
  const human = await probe(["schema", ...OUTSIDE]);
  equal(human.code, 0);
  match(human.stdout, EMPTY);
  const { json } = await probeJson(["schema", ...OUTSIDE]);
  deepEqual(violations(json, await schemaOf("schema")), []);
  equal(json.empty.reason, "outside-schemas");

  const call = await probe(["call", "schema", ...OUTSIDE]);
  equal(call.code, 0);
  equal(JSON.parse(call.stdout).type, "Schema");
  match(call.stderr, EMPTY);
  const exact = await probe(["call", "schema", "--json", ...OUTSIDE]);
  equal(exact.stderr, "");

  const tour = await probe(OUTSIDE);
  match(tour.stdout, /^ok +schema .* Relational: DBFlux will show an empty tree$/m);
  match(tour.stdout, EMPTY);
  const steps = await probeJson(OUTSIDE);
  deepEqual(violations(steps.json, await schemaOf("tour")), []);
});

Deno.test("probe schema reports the consequences for a driver without a schema", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    ok(HELLO.type === "Hello");
    if (request.body.type === "Hello") return answer(request, layout, HELLO);
    if (request.body.type === "OpenSession") {
      return answer(request, layout, {
        type: "SessionOpened",
        sessionId: crypto.randomUUID(),
        kind: "SQLite",
        metadata: HELLO.driverMetadata,
        schemaLoadingStrategy: "SingleDatabase",
        schemaFeatures: 0,
        codeGenCapabilities: 0,
      });
    }
    return answer(request, layout, { type: "Error", code: "UnsupportedMethod", message: "Not here", retriable: false });
  });
  const { code, stderr } = await probe(["schema", "--socket", driver.socket]);
  equal(code, 6);
  match(stderr, /^DBFlux will show an empty tree: it connects although Schema fails\nerror\[UnsupportedMethod\]: /);
});

Deno.test("probe schema VERB prints the published schema of the verb's output", async () => {
  for (const words of [["tour"], ["host", "run"], ["host-run"], ["schema"]]) {
    const { code, json } = await probeJson(["schema", ...words]);
    equal(code, 0);
    deepEqual(json, await schemaOf(words.join("-")));
  }
  match((await probe(["schema", "ping"])).stdout, /^\{\n {2}"\$schema": "https:\/\/json-schema\.org\//);
  const wrong: [string[], RegExp][] = [
    [["pnig"], /^Unknown verb: pnig; did you mean ping\?$/],
    [["ping", "--socket", "x"], /^Cannot use a driver with VERB: /],
  ];
  for (const [args, message] of wrong) {
    const { code, json } = await probeJson(["schema", ...args]);
    equal(code, 1);
    match(json.error.message, message);
  }
});
