import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { Reach } from "../hooks/testing/reach.ts";
import { modelRules } from "../model/rules.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { Served } from "../http/testing/served.ts";
import { importTemplate, TemplateConflict } from "./import_template.ts";
import { NX } from "./nx.ts";

const IDS = NX.models.map(({ id }) => id);

function bringIn({ core, config }: Served): Promise<readonly string[]> {
  const { state, writer } = core, { limits } = config;
  return importTemplate(NX, { state, writer, rules: modelRules(limits), modelsMax: limits.modelsMax });
}

Deno.test("importTemplate() defines the models that the log lacks in one commit, and none if it has them all", async () => {
  await using server = await Served.start();
  deepEqual(await bringIn(server), ["device", "endpoint", "variable", "state", "event"]);
  const { body: { items } } = await server.ask("/events?since=0", { headers: { accept: "application/json" } });
  const events = items as { commit: [number, number]; actor: string; kind: string }[];
  deepEqual(
    events.map(({ commit, actor, kind }) => [commit, actor, kind]),
    IDS.map(() => [[1, 5], "template:nx", "model.created"]),
  );
  deepEqual(await bringIn(server), []);
  equal(server.core.state.seq, 5);
});

Deno.test("importTemplate() takes a model that a client has defined in the same words, and defines the others", async () => {
  await using server = await Served.start();
  const [device] = NX.models;
  const { status } = await server.ask("/models", { body: JSON.parse(JSON.stringify(device)) });
  equal(status, 201);
  deepEqual(await bringIn(server), IDS.slice(1));
});

Deno.test("importTemplate() refuses another definition, names what differs, and changes nothing", async () => {
  await using server = await Served.start();
  await server.define("event", { type: { type: "Int" } }, { title: "Ours" });
  await rejects(bringIn(server), (error: Error) => {
    match(
      error.message,
      /^Cannot import the template nx: the model event differs in .*title.*fields\.type.*\. Delete or rename what is there/,
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
  const defined = await Promise.all([bringIn(one), bringIn(other)]);
  deepEqual(defined.flat().toSorted(), IDS.toSorted());
  equal((await log.info()).head, 5);
});
