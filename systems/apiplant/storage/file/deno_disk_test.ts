import { strictEqual } from "node:assert/strict";
import { DENO_DISK } from "./deno_disk.ts";

/** What another thread does meanwhile: it starts one program after the other. */
const STARTING = `
  self.postMessage("begun");
  for (;;) {
    const child = new Deno.Command("/bin/true", { stdin: "null", stdout: "null", stderr: "null" }).spawn();
    await child.status;
  }
`;

Deno.test("DENO_DISK.lock() gives a lock again at once, also while another thread starts programs", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/a.lock`;
  const address = URL.createObjectURL(new Blob([STARTING], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  await new Promise((resolve) => worker.onmessage = resolve);
  let refused = 0;
  for (let turn = 0; turn < 3_000; turn++) {
    const lock = await DENO_DISK.lock(path);
    if (lock === null) refused++;
    else lock[Symbol.dispose]();
  }
  worker.terminate();
  URL.revokeObjectURL(address);
  await Deno.remove(folder, { recursive: true });
  strictEqual(refused, 0);
});
