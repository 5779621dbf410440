import { testConformance } from "../conformance/conformance.ts";
import { EVENT_STORAGE_CASES } from "../conformance/event_storage.ts";
import { MODEL_STORAGE_CASES } from "../conformance/model_storage.ts";
import { MemoryEventStorage } from "./event_storage.ts";
import { MemoryModelStorage } from "./model_storage.ts";

testConformance("MemoryEventStorage", EVENT_STORAGE_CASES, () => {
  const storage = new MemoryEventStorage();
  return Promise.resolve({ storage, [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose]() });
}, ["trim"]);

testConformance("MemoryModelStorage", MODEL_STORAGE_CASES, () => {
  const storage = new MemoryModelStorage();
  return Promise.resolve({ storage, [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose]() });
});
