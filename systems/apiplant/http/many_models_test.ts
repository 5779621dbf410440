import { equal, ok } from "node:assert/strict";
import { Served } from "./testing/served.ts";

const MODELS = 10_000;

Deno.test("a server has 10,000 models, with a document and a client of all of them", async () => {
  await using server = await Served.start({ config: `request-timeout = "5m"\n[limits]\nmodels-max = ${MODELS}` });
  const { signal } = new AbortController(), { writer } = server.core;
  await Promise.all(Array.from({ length: MODELS }, (_, at) => {
    const definition = { id: `model-${at}`, fields: { title: { type: "String" } } } as const;
    const command = {
      operations: [{ op: "createModel", definition }],
      batch: false,
      actor: "test",
      requestId: "x",
    } as const;
    return writer.write({ ...command, signal });
  }));
  const last = `/models/model-${MODELS - 1}`;
  equal((await server.ask("/models", { body: { id: "more", fields: {} } })).status, 413);
  equal((await server.ask(`${last}/instances`, { body: { title: "x" } })).status, 201);
  equal((await server.ask("/")).body.models, MODELS);
  const [document, other] = await Promise.all([server.ask("/openapi.json"), server.ask("/health/live")]);
  ok(`${last}/instances` in (document.body.paths as object));
  equal(other.status, 200);
  ok((await server.ask("/client.ts")).text.includes(`model-${MODELS - 1}`));
});
