import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { Reach } from "../hooks/testing/reach.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { keyFor, REQUIRED } from "../auth/testing/surfaces.ts";
import { Served } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";
import { importTemplate, TemplateConflict, type TemplateImport } from "./import_template.ts";
import { NX, NX_CORE } from "./nx.ts";

const IDS = NX.models.map(({ id }) => id);

const NONE = { defined: [], otherRules: [] };

function bringIn({ core, config }: Served): Promise<TemplateImport> {
  const { state, writer } = core, { limits } = config;
  return importTemplate(NX, { state, writer, modelsMax: limits.modelsMax });
}

Deno.test("importTemplate() defines the models that the log lacks, and none if it has them all", async () => {
  await using server = await Served.start();
  deepEqual(await bringIn(server), { defined: IDS, otherRules: [] });
  const { body: { items } } = await server.ask("/events?since=0", { headers: { accept: "application/json" } });
  const events = items as { model: string; actor: string; kind: string }[];
  deepEqual(
    events.map(({ model, actor, kind }) => [model, actor, kind]),
    IDS.map((id) => [id, "template:nx", "model.created"]),
  );
  deepEqual(await bringIn(server), NONE);
  equal(server.core.state.seq, 5);
});

Deno.test("importTemplate() takes a model that a client has defined in the same words, and defines the others", async () => {
  await using server = await Served.start();
  const [device] = NX.models;
  const { status } = await server.ask("/models", { body: JSON.parse(JSON.stringify(device)) });
  equal(status, 201);
  deepEqual(await bringIn(server), { defined: IDS.slice(1), otherRules: [] });
});

Deno.test("importTemplate() refuses another definition, names what differs, and changes nothing", async () => {
  await using server = await Served.start();
  await server.define("event", { type: { type: "Int" } }, { title: "Ours" });
  await rejects(bringIn(server), (error: Error) => {
    match(
      error.message,
      /^Cannot import the template nx: .* event \(.*fields.*\)\. Delete or rename what exists, or use another log$/,
    );
    return error instanceof TemplateConflict;
  });
  deepEqual(server.core.state.models().map(({ definition }) => definition.id), ["event"]);
  await using full = await Served.start({ config: "[limits]\nmodels-max = 4" });
  await rejects(bringIn(full), /with 5 more models the limit of 4 is exceeded; raise limits\.models-max/);
});

Deno.test("importTemplate() on two servers of one log at once defines the models once", async () => {
  const log = new MemoryEventStorage();
  await using one = await Served.start({ log: new Reach(log).storage });
  await using other = await Served.start({ log: new Reach(log).storage });
  await Promise.all([bringIn(one), bringIn(other)]);
  equal((await log.info()).head, 5);
  for (const server of [one, other]) deepEqual(await bringIn(server), NONE);
});

Deno.test("importTemplate() leaves the rules of a log alone, as that of an earlier template which had none, and names them", async () => {
  await using server = await Served.start();
  for (const { rules: _, ...model } of NX.models) {
    equal((await server.ask("/models", { body: JSON.parse(JSON.stringify(model)) })).status, 201);
  }
  deepEqual(await bringIn(server), { defined: [], otherRules: IDS });
  equal(server.core.state.seq, 5);
  const patch = async (id: string, rules: JsonObject) =>
    equal((await server.ask(`/models/${id}`, { method: "PATCH", body: { rules } })).status, 200);
  await patch("device", { list: "public" });
  await patch("state", JSON.parse(JSON.stringify(NX.models.find(({ id }) => id === "state")!.rules)));
  deepEqual((await bringIn(server)).otherRules, ["device", "endpoint", "variable", "event"]);
});

Deno.test("the key of a core may do what the template's rules give to its role, and nothing else", async () => {
  await using server = await Served.start({ config: REQUIRED });
  await bringIn(server);
  const key = await keyFor(server, "core", [`role:${NX_CORE}`]), other = await keyFor(server, "other");
  const statuses = async (key: string, model: string) => {
    const one = `/models/${model}/instances/a`, headers = { "if-none-match": "*" };
    const body = { deviceId: "a", ...model !== "state" && model !== "device" ? { key: "k" } : {} };
    const got = [
      await server.ask(one, { method: "PUT", body, headers, key }),
      await server.ask(one, { method: "PUT", body, key }),
      await server.ask(one, { key }),
      await server.ask(`/models/${model}/instances`, { key }),
      await server.ask(`${one}/history`, { key }),
      await server.ask(one, { method: "DELETE", key }),
      await server.ask(`/events?models=${model}`, { key }),
      await server.ask(`/models/${model}`, { key }),
    ];
    return got.map(({ status }) => status);
  };
  for (const model of IDS.slice(0, 4)) {
    deepEqual(await statuses(other, model), Array(8).fill(403), model);
    deepEqual(await statuses(key, model), [201, 200, 200, 403, 403, 403, 403, 403], model);
  }
  const event = (key: string) => server.ask("/models/event/instances", { body: { deviceId: "a", type: "x" }, key });
  deepEqual([(await event(key)).status, (await event(other)).status], [201, 403]);
});
