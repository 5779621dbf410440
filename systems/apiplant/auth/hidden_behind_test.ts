import { deepStrictEqual, equal } from "node:assert/strict";
import type { Event } from "../event/event.ts";
import { Reach } from "../hooks/testing/reach.ts";
import { Served } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";
import type { ModelDefinition, StoredModel } from "../model/definition.ts";
import type { Reader } from "../state/reader.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import type { EventStorage } from "../storage/roles.ts";
import { HiddenFields } from "../stream/view.ts";

const SECRET = "not to be seen";
const POSTS = "/models/post/instances";
const TITLE: JsonObject = { title: { type: "String" } };

async function changeModel(server: Served, body: JsonObject): Promise<void> {
  const got = await server.ask("/models/post", { method: "PATCH", body });
  equal(got.status, 200, got.text);
}

/** A way to a log whose follower gets no event behind a place until it is released; single events can be read. */
function heldLog(storage: EventStorage) {
  const released = Promise.withResolvers<void>();
  let place = Infinity;
  const read: EventStorage["read"] = async (from, max, ...others) => {
    if (from > place && max > 1) await released.promise;
    const page = await storage.read(from, max, ...others);
    // A read that waited for events while it was held got them.
    if (from > place && max > 1) await released.promise;
    return page;
  };
  const log = new Proxy(storage, { get: (target, name) => name === "read" ? read : Reflect.get(target, name) });
  return { log, hold: (seq: number) => void (place = seq), release: released.resolve };
}

Deno.test("a history that begins at an event which the server has not applied waits for its definition", async () => {
  await using log = new MemoryEventStorage();
  const held = heldLog(new Reach(log).storage), waits = Promise.withResolvers<void>();
  await using first = await Served.start({ log: new Reach(log).storage });
  await using behind = await Served.start({
    log: held.log,
    core: (core) => {
      const applied: typeof core.applied = (seq, signal) => {
        waits.resolve();
        return core.applied(seq, signal);
      };
      return new Proxy(core, { get: (target, name) => name === "applied" ? applied : Reflect.get(target, name) });
    },
  });
  await first.define("post", TITLE, { idKind: "any" });
  await first.create("post", { id: "a", title: "t" });
  equal((await behind.ask(`${POSTS}/a?min-seq=2`)).status, 200);
  held.hold(2);
  await changeModel(first, { fields: { secret: { type: "String", hidden: true } } });
  equal((await first.ask(`${POSTS}/a`, { method: "PATCH", body: { secret: SECRET } })).status, 200);
  const asked = behind.ask(`${POSTS}/a/history?cursor=4`);
  await Promise.race([asked, waits.promise]);
  held.release();
  const { status, text, body } = await asked;
  equal(text.includes(SECRET), false, text);
  deepStrictEqual([status, (body.items as unknown as Event[]).map(({ seq }) => seq)], [200, [4, 2]]);
  equal((await behind.ask(`${POSTS}/a/history?cursor=5`)).body.error!.code, "cursor");
});

for (const path of [`${POSTS}/a`, POSTS, `${POSTS}/a/history?as=current`, "/models/note/instances/n?expand=post"]) {
  Deno.test(`a value that a definition changed while it was read is shown as the new definition has it: ${path}`, async () => {
    const models = new MemoryModelStorage(),
      entered = Promise.withResolvers<void>(),
      leave = Promise.withResolvers<void>();
    let isHeld = false;
    const hold = async (model: string) => {
      if (!isHeld || model !== "post") return;
      isHeld = false;
      entered.resolve();
      await leave.promise;
    };
    const methods: Partial<MemoryModelStorage> = {
      get: (async (model: string, id: string) => {
        await hold(model);
        return models.get(model, id);
      }) as unknown as MemoryModelStorage["get"],
      find: (async (model: string, query: Parameters<typeof models.find>[1]) => {
        await hold(model);
        return models.find(model, query);
      }) as unknown as MemoryModelStorage["find"],
    };
    await using server = await Served.start({
      models: new Proxy(models, {
        get: (target, name) => {
          const value = Reflect.get(methods, name) ?? Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      }),
    });
    await server.define("post", { ...TITLE, note: { type: "String" } }, { idKind: "any" });
    await server.define("note", { post: { type: "Reference", model: "post" } }, { idKind: "any" });
    await server.create("post", { id: "a", title: "t", note: SECRET });
    await server.create("note", { id: "n", post: "a" });
    isHeld = true;
    const asked = server.ask(path);
    await entered.promise;
    await changeModel(server, {
      fields: { note: null, other: { type: "String", hidden: true } },
      migration: [{ rename: "note", to: "other" }],
    });
    leave.resolve();
    const { status, text } = await asked;
    deepStrictEqual([status, text.includes(SECRET), text.includes('"title":"t"')], [200, false, true], text);
  });
}

Deno.test("the answer to a repeated change hides what its field's name hid then", async () => {
  await using server = await Served.start();
  await server.define("post", { ...TITLE, secret: { type: "String", hidden: true } }, { idKind: "any" });
  const ops = [{ op: "patch", model: "post", id: "b", data: {} }];
  for (const id of ["a", "b"]) await server.create("post", { id, title: "t", secret: SECRET });
  const change = () =>
    server.ask(`${POSTS}/a`, { method: "PATCH", body: { title: "u" }, headers: { "idempotency-key": "k" } });
  const batch = () => server.ask("/batch", { body: { ops }, headers: { "idempotency-key": "b" } });
  for (const ask of [change, batch]) equal((await ask()).text.includes(SECRET), false);
  await changeModel(server, {
    fields: { secret: { hidden: null }, other: { type: "String", hidden: true } },
    migration: [{ rename: "secret", to: "other" }],
  });
  for (const ask of [change, batch]) {
    const { status, headers, text } = await ask();
    deepStrictEqual([status, headers.get("idempotency-replayed"), text.includes(SECRET)], [200, "true", false], text);
  }
});

Deno.test("events of a model that was deleted are shown without values also after a restart, when its name is used again", async () => {
  await using log = new MemoryEventStorage();
  await using first = await Served.start({ log: new Reach(log).storage });
  await first.define("post", { ...TITLE, secret: { type: "String", hidden: true } }, { idKind: "any" });
  await first.create("post", { id: "a", title: "t", secret: SECRET });
  equal((await first.ask("/models/post", { method: "DELETE" })).status, 204);
  await first.define("post", TITLE, { idKind: "any" });
  await first.create("post", { id: "a", title: "new" });
  await using second = await Served.start({ log: new Reach(log).storage });
  for (const server of [first, second]) {
    const { text, body } = await server.ask("/events?since=0");
    equal(text.includes(SECRET), false, text);
    const payloads = (body.items as unknown as Event[]).filter(({ kind }) => kind.startsWith("instance."))
      .map(({ payload }) => payload);
    deepStrictEqual(payloads, [undefined, { title: "new" }]);
  }
});

/** A state whose model `post` has these versions. */
class Versions {
  readonly versions: ModelDefinition[] = [];

  add(fields: JsonObject, others: JsonObject = {}): void {
    const version = this.versions.length + 1;
    this.versions.push({ id: "post", version, fields, ...others } as unknown as ModelDefinition);
  }

  get reader(): Reader {
    const stored = (definition?: ModelDefinition): StoredModel | null =>
      definition === undefined ? null : { definition, revision: definition.version, definedAt: definition.version };
    return {
      models: () => [stored(this.versions.at(-1))!],
      model: () => stored(this.versions.at(-1)),
      modelVersion: (_id: string, version: number) => Promise.resolve(stored(this.versions[version - 1])),
    } as unknown as Reader;
  }
}

Deno.test("HiddenFields knows every version up to the present one before it shows an event, also those that it was not shown", async () => {
  const state = new Versions();
  state.add({ x: { type: "String", hidden: true } });
  const hidden = await HiddenFields.load(state.reader);
  state.add({}, { migration: [{ drop: "x" }] });
  state.add({ x: { type: "String" } });
  const event = { seq: 1, kind: "instance.created", model: "post", modelVersion: 1, payload: { x: SECRET } };
  const payload = () => hidden.view(event as unknown as Event, "plain").payload;
  deepStrictEqual([hidden.knows("post"), payload()], [false, undefined]);
  await hidden.learn("post");
  deepStrictEqual([hidden.knows("post"), payload()], [true, {}]);
  state.add({ x: { type: "String" }, y: { type: "String" } });
  await Promise.all([hidden.learn("post"), hidden.learn("post")]);
  deepStrictEqual([hidden.knows("post"), payload()], [true, {}]);
});
