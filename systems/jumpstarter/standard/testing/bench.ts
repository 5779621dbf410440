/**
 * Standard devices for tests: each served on a socket, with its client.
 *
 * @module
 */
import { strictEqual } from "node:assert/strict";
import type { ByteStream } from "../../client/byte_stream.ts";
import { connect } from "../../client/connect.ts";
import type { Exporter } from "../../client/exporter.ts";
import { ExporterLog } from "../../exporter/log.ts";
import { type DevicePlan, type NodePlan, planOf } from "../../exporter/plan.ts";
import { listen } from "../../exporter/served.ts";
import { Session } from "../../exporter/session.ts";
import { SocketFolder } from "../../exporter/socket_folder.ts";
import { STANDARD } from "../mod.ts";

/** The plan of a device by its type. */
async function planOfType(type: string, config: unknown = {}): Promise<DevicePlan> {
  const device = await STANDARD[type]!();
  return planOf(device, device.config.check(config));
}

/** A device by its type, served, with its client. */
export async function bench(
  type: string,
  config: unknown = {},
  children: Readonly<Record<string, NodePlan>> = {},
): Promise<AsyncDisposable & { exporter: Exporter }> {
  await using stack = new AsyncDisposableStack();
  const plan = { ...await planOfType(type, config), children };
  const session = stack.use(await Session.open(plan, new ExporterLog()));
  const folder = stack.use(new SocketFolder());
  const server = await listen(session, { address: `unix:${folder.socket}` });
  stack.defer(() => server.stop());
  const endpoint = { address: `unix:${folder.socket}`, tls: null, passphrase: null };
  const exporter = stack.use(await connect({ endpoint }));
  const held = stack.move();
  return { exporter, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** A byte stream gives back what it takes, and ends when it takes no more. */
export async function echoes(stream: ByteStream): Promise<void> {
  const writer = stream.writable.getWriter(), reader = stream.readable.getReader();
  await writer.write(new TextEncoder().encode("ping"));
  strictEqual(new TextDecoder().decode((await reader.read()).value), "ping");
  await writer.close();
  strictEqual((await reader.read()).done, true);
}
