import { deepStrictEqual } from "node:assert/strict";
import { findMissingPrograms } from "./missing_programs.ts";
import { problemLine } from "./problem.ts";
import { readInstances } from "./read_instances.ts";

Deno.test("findMissingPrograms() warns with the place of the program in the file", async () => {
  const drivers = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${drivers}/there`, "", { mode: 0o755 });
    Deno.writeTextFileSync(`${drivers}/flat`, "", { mode: 0o644 });
    Deno.mkdirSync(`${drivers}/folder`);
    const entry = (binary: string) =>
      `{"instance_id":"${binary}","device_id":"d","driver_id":"d","driver_type":"DEVICE",\n "binary": "${binary}"}`;
    const file = `{"instances":[${["there", "flat", "folder", "gone"].map(entry).join(",\n")}]}`;
    const found = await findMissingPrograms(readInstances(new TextEncoder().encode(file)), drivers);
    deepStrictEqual(found.map((problem) => problemLine("f", problem)), [
      `f:4:12: warning: flat: binary: ${drivers}/flat may not be run: chmod 755 it`,
      `f:6:12: warning: folder: binary: ${drivers}/folder is no file`,
      `f:8:12: warning: gone: binary: ${drivers}/gone is not there`,
    ]);
  } finally {
    Deno.removeSync(drivers, { recursive: true });
  }
});
