import { testConformance } from "../conformance/conformance.ts";
import { EVENT_STORAGE_CASES } from "../conformance/event_storage.ts";
import { FileEventStorage, type FileLogOptions } from "./event_storage.ts";

for (const sync of ["commit", "interval", "none"] as const) {
  testConformance(`FileEventStorage, sync = "${sync}"`, EVENT_STORAGE_CASES, async () => {
    const folder = await Deno.makeTempDir();
    // Small segments, so that each case has several.
    const options: FileLogOptions = { folder, sync, segmentBytes: 1_000 };
    let storage = await FileEventStorage.open(options);
    return {
      storage,
      async reopen() {
        await storage[Symbol.asyncDispose]();
        return storage = await FileEventStorage.open(options);
      },
      async [Symbol.asyncDispose]() {
        await storage[Symbol.asyncDispose]();
        await Deno.remove(folder, { recursive: true });
      },
    };
  }, ["trim", "reopen"]);
}
