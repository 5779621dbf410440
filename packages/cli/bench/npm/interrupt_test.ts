import { deepEqual, equal } from "node:assert/strict";
import { RunningProbe } from "../../../../tests/e2e/running_probe.ts";
import { answer } from "../../../../tests/e2e/scripted_socket.ts";
import { schemaOf, violations } from "../../../../tests/schemas/schema.ts";
import { BRIEFLY, type Document, PONG, scripted } from "./testing/bench.ts";

Deno.test("probe bench shows what it has measured when it is interrupted, also before the first answer of the next", async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  await using driver = await scripted((request, layout) => {
    const { type } = request.body;
    if (type === "Ping") return answer(request, layout, PONG);
    ask();
    return "silence";
  });
  // It pings, and is then never given a session.
  const args = ["bench", ...BRIEFLY, "--query", "SELECT 1", "--socket", driver.socket];
  await using running = new RunningProbe(args);
  await asked;
  const { code, stderr } = await running.end("SIGINT");
  deepEqual([code, stderr], [130, ""]);
  const [document]: Document[] = running.lines.all;
  deepEqual(violations(document, await schemaOf("bench")), []);
  equal(document.interrupted, true);
  equal(running.lines.all.length, 1);
});
