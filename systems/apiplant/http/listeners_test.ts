import { equal } from "node:assert/strict";
import { Listeners } from "./listeners.ts";
import { certificate } from "./testing/certificate.ts";

/** An address of this machine that nothing else uses: connections of other programs begin at ports of 127.0.0.1. */
const HOSTNAME = "127.84.19.1";

Deno.test("Listeners.close() ends a replacement that waits for its port: no listener is left", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const pair = await certificate(folder, "one");
    // The port is taken, as it is for a moment by the listener before.
    const taken = Deno.listen({ hostname: HOSTNAME, port: 0 }), { port } = taken.addr;
    const listeners = new Listeners(
      { kind: "tcp", hostname: HOSTNAME, port },
      () => Promise.resolve(new Response()),
    );
    const replacing = listeners.replace(pair);
    await listeners.close(1_000, () => {});
    taken.close();
    await replacing;
    const free = Deno.listen({ hostname: HOSTNAME, port });
    equal(free.addr.port, port);
    free.close();
    await listeners.replace(pair);
    Deno.listen({ hostname: HOSTNAME, port }).close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
