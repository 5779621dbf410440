import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ANSWERS, METHOD_TABLE } from "./method.ts";
import { SCHEMA } from "./schema.ts";
import { uncrossable } from "./uncrossable.ts";

function variantsOf(name: string): string[] {
  const definition = SCHEMA[name]!;
  return "variants" in definition ? definition.variants.map((variant) => variant.name) : [];
}

function flagsOf(name: string): Set<string> {
  const definition = SCHEMA[name]!;
  return new Set("flags" in definition ? definition.flags.map((flag) => flag.name) : []);
}

Deno.test("METHOD_TABLE has every request of the protocol, in its order, under its own name", () => {
  const requests = variantsOf("DriverRequestBody");
  deepStrictEqual(Object.values(METHOD_TABLE).map(({ request }) => request), requests);
  const camelCase = (name: string) => name[0]!.toLowerCase() + name.slice(1);
  deepStrictEqual(Object.keys(METHOD_TABLE), requests.map(camelCase));
});

Deno.test("METHOD_TABLE names answers and flags that exist", () => {
  const answers = new Set(variantsOf("DriverResponseBody")), flags = flagsOf("DriverCapabilities");
  for (const { request, answer, capabilities = [] } of Object.values(METHOD_TABLE)) {
    ok(answers.has(answer), request);
    for (const flag of capabilities) ok(flags.has(flag), `${request} ${flag}`);
  }
});

Deno.test("METHOD_TABLE groups as documents the requests that cannot be sent", () => {
  const never = uncrossable("request").filter(({ crosses }) => crosses === "never").map(({ message }) => message);
  const documents = Object.values(METHOD_TABLE).filter(({ group }) => group === "documents");
  deepStrictEqual(documents.map(({ request }) => request), [...new Set(never)]);
});

Deno.test("METHOD_TABLE distinguishes parameters and results of one part from those of several", () => {
  deepStrictEqual(METHOD_TABLE.execute, {
    request: "Execute",
    doc: "Runs a statement.",
    parameter: "request",
    answer: "ExecuteResult",
    result: "result",
    group: "query",
    capabilities: ["EXPORT_CSV", "EXPORT_JSON"],
  });
  deepStrictEqual(METHOD_TABLE.executeWithHandle.results, ["handleId", "result"]);
  deepStrictEqual(METHOD_TABLE.tableDetails.parameters, ["database", "schema", "table"]);
  deepStrictEqual([METHOD_TABLE.kvSetKey.form, METHOD_TABLE.kvKeyType.form, METHOD_TABLE.kvGetKey.form], [
    "done",
    "json",
    undefined,
  ]);
});

Deno.test("ANSWERS names the answer of each request", () => {
  strictEqual(ANSWERS.OpenSession, "SessionOpened");
  strictEqual(ANSWERS.KvStreamDelete, "KvU64Result");
  strictEqual(Object.keys(ANSWERS).length, Object.keys(METHOD_TABLE).length);
});
