/**
 * Serves one device to a client in the same process, over a real socket: for tests, and for scripts.
 *
 * @module
 */
import { type Client, typedClient } from "./client/typed_client.ts";
import { connect } from "./client/connect.ts";
import type { Exporter } from "./client/exporter.ts";
import type { Device, Methods } from "./device/define_device.ts";
import { ExporterLog } from "./exporter/log.ts";
import { planOf } from "./exporter/plan.ts";
import { listen } from "./exporter/served.ts";
import { Session } from "./exporter/session.ts";
import { SocketFolder } from "./exporter/socket_folder.ts";

/** What {@link serve} takes besides the device and its configuration. */
export interface ServeOptions<Config, M extends Methods, Helpers> {
  /**
   * Methods for clients alone, made from those of the device.
   *
   * @default {undefined}
   */
  helpers?: (client: Client<Device<Config, M>>) => Helpers;
}

/** A device that is served, with its client. */
export interface Served<Config, M extends Methods, Helpers = unknown> extends AsyncDisposable {
  /** Its methods, and the helpers. */
  readonly client: Client<Device<Config, M>> & Helpers;
  /** The client's end: the tree, the status and the log. */
  readonly exporter: Exporter;
  /** The socket, as `JUMPSTARTER_HOST` takes it. */
  readonly socket: string;
}

/**
 * Opens a device, serves it on a private Unix socket, and connects to it.
 *
 * @param config Its configuration.
 * @returns What is served, until it is disposed: `await using bench = await serve(device, config)`.
 * @throws {Misfit} If the configuration does not fit; what `open` throws.
 */
export async function serve<Config, M extends Methods, Helpers = unknown>(
  device: Device<Config, M>,
  config: unknown = {},
  { helpers }: ServeOptions<Config, M, Helpers> = {},
): Promise<Served<Config, M, Helpers>> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(new SocketFolder());
  const session = stack.use(
    await Session.open(planOf(device as Device, device.config.check(config)), new ExporterLog()),
  );
  const server = await listen(session, { address: `unix:${folder.socket}` });
  stack.defer(() => server.stop());
  const exporter = stack.use(
    await connect({
      endpoint: { address: `unix:${folder.socket}`, tls: null, passphrase: null },
    }),
  );
  const methods = Array.from(session.tree.root.methods, ([name, { kind }]) => ({ name, kind }));
  const client = typedClient(exporter.root, methods) as Client<Device<Config, M>>;
  const held = stack.move();
  return {
    client: { ...client, ...helpers?.(client) } as Client<Device<Config, M>> & Helpers,
    exporter,
    socket: folder.socket,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
