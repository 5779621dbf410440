import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { Validator as OpenApiValidator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
import { keyFor, REQUIRED } from "../auth/testing/surfaces.ts";
import { Served } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";

/** A server with a model whose instances everyone may read, one for callers with credentials, and one for admins. */
async function start(): Promise<Served> {
  const server = await Served.start({ config: REQUIRED });
  const fields = { title: { type: "String", required: true } };
  await server.define("page", fields, {
    idKind: "any",
    rules: { list: "public", read: { if: { title: "x" } }, update: "user" },
  });
  await server.define("note", fields, { idKind: "any", rules: { list: "user", create: "user" } });
  await server.define("secret", fields, { idKind: "any" });
  return server;
}

const documentOf = async (server: Served, key: string | null) =>
  (await server.ask("/openapi.json", { key })).body as JsonObject & {
    paths: Record<string, Record<string, JsonObject>>;
  };

Deno.test("OpenApiDocument.text() of a server that asks for credentials is valid, and names them for each route", async () => {
  await using server = await start();
  const document = await documentOf(server, server.adminKey);
  const { valid, errors } = await new OpenApiValidator().validate(structuredClone(document));
  ok(valid, JSON.stringify(errors));
  const needed = [{ bearer: [] }], optional = [{}, ...needed];
  for (
    const [path, method, wanted] of [
      ["/", "get", needed],
      ["/health/live", "get", []],
      ["/docs", "get", []],
      ["/auth/me", "get", optional],
      ["/auth/keys", "post", needed],
      ["/models", "post", needed],
      ["/admin/metrics", "get", needed],
      ["/events", "get", optional],
      ["/batch", "post", optional],
      ["/models/page/instances", "get", optional],
      ["/models/page/instances/{iid}", "get", optional],
      ["/models/page/instances/{iid}", "patch", needed],
      ["/models/note/instances", "get", needed],
      ["/models/secret/instances", "post", needed],
    ] as const
  ) {
    const operation = document.paths[path]![method]!;
    deepStrictEqual(operation.security, wanted, `${method} ${path}`);
    equal(Object.hasOwn(operation.responses as JsonObject, "401"), wanted.length > 0, `${method} ${path}`);
  }
  await using open = await Served.start();
  const { paths, components } = await documentOf(open, null);
  ok(!Object.hasOwn(paths["/models"]!.post!, "security"));
  ok(!Object.hasOwn(components as JsonObject, "securitySchemes"));
});

Deno.test("each caller gets the document and the client of the models that it may use", async () => {
  await using server = await start();
  const plain = await keyFor(server, "plain"), limited = await keyFor(server, "limited", ["note:list"]);
  for (
    const [key, wanted] of [
      [null, ["page"]],
      [plain, ["note", "page"]],
      [limited, ["note"]],
      [server.adminKey, ["note", "page", "secret"]],
    ] as const
  ) {
    const { paths } = await documentOf(server, key), client = (await server.ask("/client.ts", { key })).text;
    const models = Object.keys(paths).flatMap((path) => /^\/models\/(\w+)\/instances$/.exec(path)?.[1] ?? []);
    deepStrictEqual(models.toSorted(), wanted);
    for (const model of ["note", "page", "secret"]) {
      equal(client.includes(`readonly "${model}"`), (wanted as readonly string[]).includes(model), model);
    }
  }
});

Deno.test("what routes answer without credentials is what the document says of them", async () => {
  await using server = await start();
  const { paths } = await documentOf(server, server.adminKey);
  const id = { "{iid}": "none", "{hook}": "preCreate", "{id}": "page", "{key}": "none", "{event}": "x", "{file}": "x" };
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { security, requestBody }] of Object.entries(methods)) {
      const at = path.replace(/\{\w+\}/g, (name) => id[name as keyof typeof id]);
      const body = requestBody === undefined ? {} : { body: {} };
      const { status } = await server.ask(at, { method: method.toUpperCase(), ...body });
      const isNeeded = JSON.stringify(security) === '[{"bearer":[]}]';
      // A document says of these only that their rules decide.
      if (!isNeeded && ["/events", "/batch"].includes(path)) continue;
      equal(status === 401, isNeeded, `${method} ${path}: ${status}`);
    }
  }
});
