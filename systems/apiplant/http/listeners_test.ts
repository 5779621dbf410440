import { equal } from "node:assert/strict";
import { Listeners } from "./listeners.ts";
import { certificate } from "./testing/certificate.ts";
import { freePort } from "../../../tests/free_port.ts";

Deno.test("Listeners.close() ends a replacement that waits for its port: no listener is left", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const pair = await certificate(folder, "one");
    // The port is taken, as it is for a moment by the listener before.
    const port = freePort(), taken = Deno.listen({ hostname: "127.0.0.1", port });
    const listeners = new Listeners(
      { kind: "tcp", hostname: "127.0.0.1", port },
      () => Promise.resolve(new Response()),
    );
    const replacing = listeners.replace(pair);
    await listeners.close(1_000, () => {});
    taken.close();
    await replacing;
    const free = Deno.listen({ hostname: "127.0.0.1", port });
    equal(free.addr.port, port);
    free.close();
    await listeners.replace(pair);
    Deno.listen({ hostname: "127.0.0.1", port }).close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
