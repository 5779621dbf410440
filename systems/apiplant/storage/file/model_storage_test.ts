import { ManualClock } from "@fluxwire/transport";
import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { SeededRandom } from "../../simulation/random.ts";
import { testConformance } from "../conformance/conformance.ts";
import { MODEL_STORAGE_CASES } from "../conformance/model_storage.ts";
import { SAMPLE_EVENTS } from "../conformance/sample_events.ts";
import { StorageError } from "../roles.ts";
import { FileModelStorage } from "./model_storage.ts";
import { SimulatedDisk } from "./simulation/disk.ts";

testConformance("FileModelStorage", MODEL_STORAGE_CASES, async () => {
  const folder = await Deno.makeTempDir();
  let storage = await FileModelStorage.open({ folder });
  return {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await FileModelStorage.open({ folder });
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
});

for (let seed = 1; seed <= 20; seed++) {
  const crashes = MODEL_STORAGE_CASES.filter(({ name }) => name.includes("crash"));
  equal(crashes.length, 1);
  testConformance(`FileModelStorage on a disk that loses power, seed ${seed}`, crashes, async () => {
    const random = new SeededRandom(seed), clock = new ManualClock(), disk = new SimulatedDisk(random);
    const open = () => FileModelStorage.open({ folder: "/models", disk: disk.program(), clock });
    const crash = async () => {
      clock.advance(random.below(3_000));
      disk.powerFor = random.below(60);
      // Lets what the timer started run until the power is gone.
      for (let turn = 0; turn < random.below(200); turn++) await null;
      if (random.chance(0.5)) disk.losePower();
      else disk.killPrograms();
      return await open();
    };
    return { storage: await open(), crash, [Symbol.asyncDispose]: () => Promise.resolve() };
  }, ["crash"]);
}

Deno.test("FileModelStorage.open() refuses a folder that is open, and one with a damaged document", async () => {
  const folder = await Deno.makeTempDir();
  const storage = await FileModelStorage.open({ folder });
  await storage.reset("log");
  storage.apply(SAMPLE_EVENTS.slice(0, 5));
  await rejects(
    FileModelStorage.open({ folder }),
    (error) => error instanceof StorageError && error.code === "conflict",
  );
  await storage[Symbol.asyncDispose]();
  const path = `${folder}/model-thing.json`, text = await Deno.readTextFile(path);
  deepStrictEqual(JSON.parse(text).length, 6);
  await Deno.writeTextFile(path, text.replace('"id-000"', '"id-001"'));
  await rejects(FileModelStorage.open({ folder }), /model-thing.json is damaged/);
  await Deno.remove(folder, { recursive: true });
});
