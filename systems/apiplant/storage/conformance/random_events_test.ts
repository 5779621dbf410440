import { deepStrictEqual, equal, ok } from "node:assert/strict";
import type { Event, Seq } from "../../event/event.ts";
import { fromEntry, toEntry } from "../../event/text.ts";
import { SeededRandom } from "../../simulation/random.ts";
import { FileModelStorage } from "../file/model_storage.ts";
import { MemoryModelStorage } from "../memory/model_storage.ts";
import { digestOf } from "../model/dump.ts";
import type { ModelStorage } from "../roles.ts";
import { SqliteModelStorage } from "../sqlite/model_storage.ts";
import { randomEvents } from "./random_events.ts";

const COUNT = 10_000;

/** Kinds that are opened in a folder, again and again. */
const KINDS: Readonly<Record<string, (folder: string) => Promise<ModelStorage>>> = {
  FileModelStorage: (folder) => FileModelStorage.open({ folder }),
  SqliteModelStorage: (folder) => SqliteModelStorage.open(`${folder}/models.db`),
};

/** The events as they are read back from a log. */
function asRead(events: readonly Event[]): Event[] {
  return events.map((event) => {
    const { seq, ...draft } = event;
    return fromEntry({ ...toEntry(draft), seq });
  });
}

async function replayed(events: readonly Event[]): Promise<string> {
  const models = new MemoryModelStorage();
  models.reset("log");
  models.apply(events);
  return await digestOf(models.dump());
}

Deno.test(`G5 MemoryModelStorage has after ${COUNT} events the digest of those events read back and replayed`, async () => {
  const events = randomEvents(new SeededRandom(1), COUNT);
  const models = new MemoryModelStorage();
  models.reset("log");
  for (let at = 0; at < COUNT; at += 13) models.apply(events.slice(at, at + 13));
  equal(await digestOf(models.dump()), await replayed(asRead(events)));
  ok(models.models().length >= 3);
  ok(models.models().some(({ definition }) => models.count(definition.id, null) > 50));
});

for (const [name, open] of Object.entries(KINDS)) {
  Deno.test(`G5 ${name} has after ${COUNT} events and restarts the digest of a replay, and again after it was reset`, async () => {
    const random = new SeededRandom(2), events = randomEvents(random, COUNT);
    const folder = await Deno.makeTempDir();
    let models = await open(folder);
    await models.reset("log");
    for (let seq: Seq = 0; seq < COUNT;) {
      seq = await models.apply(events.slice(seq, seq + 1 + random.below(600)));
      if (!random.chance(0.1)) continue;
      await models[Symbol.asyncDispose]();
      models = await open(folder);
      deepStrictEqual(await models.state(), { seq, logId: "log" });
    }
    const expected = await replayed(events);
    equal(await digestOf(models.dump()), expected);
    await models.reset("log");
    await models.apply(asRead(events));
    equal(await digestOf(models.dump()), expected);
    await models[Symbol.asyncDispose]();
    await Deno.remove(folder, { recursive: true });
  });
}
