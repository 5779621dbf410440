import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ExporterLog } from "../exporter/log.ts";
import { listen } from "../exporter/served.ts";
import { Session } from "../exporter/session.ts";
import { SocketFolder } from "../exporter/socket_folder.ts";
import { planOf } from "../exporter/plan.ts";
import { defineDevice } from "../device/define_device.ts";
import { connect } from "./connect.ts";
import type { Exporter } from "./exporter.ts";
import { FollowedLog } from "./followed_log.ts";

/** Uses an exporter that has these records. */
async function withExporter(records: readonly string[], use: (exporter: Exporter) => Promise<void>): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const device = defineDevice({ name: "none", open: () => ({ methods: {} }) });
  const log = new ExporterLog(), address = `unix:${stack.use(new SocketFolder()).socket}`;
  const session = stack.use(await Session.open(planOf(device, device.config.check({})), log));
  const server = await listen(session, { address });
  stack.defer(() => server.stop());
  for (const record of records) log.add("INFO", record);
  await use(stack.use(await connect({ endpoint: { address, tls: null, passphrase: null } })));
}

Deno.test("FollowedLog shows all that the exporter had before it is disposed, also more than a window of bytes", async () => {
  const records = Array.from({ length: 256 }, (_, index) => `${index} ${"x".repeat(4_000)}`);
  await withExporter(records, async (exporter) => {
    const shown: string[] = [], failures: Error[] = [];
    {
      await using _log = new FollowedLog(
        exporter,
        ({ message }) => shown.push(message),
        (error) => failures.push(error),
      );
    }
    deepStrictEqual([shown, failures], [records, []]);
  });
});

Deno.test("FollowedLog says once that the connection has ended, and waits for nothing then", async () => {
  await withExporter([], async (exporter) => {
    const failures: Error[] = [];
    await using log = new FollowedLog(exporter, () => {}, (error) => failures.push(error));
    await log.caughtUp();
    await exporter.close();
    await log.caughtUp();
    strictEqual(failures.length, 1);
  });
});
