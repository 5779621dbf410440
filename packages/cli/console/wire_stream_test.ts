import { deepStrictEqual } from "node:assert/strict";
import { memoryPair } from "@fluxwire/transport";
import { WireStream } from "./wire_stream.ts";

Deno.test("WireStream has no line for the parts of a frame that is not whole yet", async () => {
  const [there, driver] = memoryPair();
  const stream = new WireStream(() => Promise.resolve(there));
  const host = await stream.connect(AbortSignal.timeout(60_000));
  // The length of a frame of 4,096 bytes, then its beginning.
  for (const part of [Uint8Array.of(0, 16, 0, 0), new Uint8Array(100), new Uint8Array(100)]) {
    await host.write(part);
    await driver.read();
    await stream.flush();
  }
  const { lines } = stream.lines.read(0, 100);
  deepStrictEqual(lines.map((line) => Object.keys(JSON.parse(line))[0]), ["format", "ms"]);
  host.close();
  driver.close();
  await stream[Symbol.asyncDispose]();
});
