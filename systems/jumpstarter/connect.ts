/**
 * Connects to a device that an exporter offers, and gives the client of its definition.
 *
 * @module
 */
import { ProtocolError } from "@fluxwire/transport";
import { connect as connectExporter, type ConnectOptions } from "./client/connect.ts";
import type { Exporter } from "./client/exporter.ts";
import { type Client, typedClient } from "./client/typed_client.ts";
import { versionWarning } from "./client/version_warning.ts";
import type { Device, Methods } from "./device/define_device.ts";
import { decodeMethods, METHODS_LABEL } from "./wire/method_facts.ts";

/** What {@link connect} takes besides the device. */
export interface ConnectDeviceOptions<Config, M extends Methods, Helpers> extends ConnectOptions {
  /**
   * The device's names from the root, with dots between them.
   *
   * @default The device's own name
   */
  path?: string;
  /**
   * Methods for clients alone, made from those of the device.
   *
   * @default {undefined}
   */
  helpers?: (client: Client<Device<Config, M>>) => Helpers;
  /**
   * Takes the text about an exporter with another major version of the device.
   *
   * @default {console.warn}
   */
  onWarning?: (text: string) => void;
}

/** A connected device. */
export interface Connected<Config, M extends Methods, Helpers = unknown> extends AsyncDisposable {
  /** Its methods, and the helpers. */
  readonly client: Client<Device<Config, M>> & Helpers;
  /** The exporter, with all of its devices. */
  readonly exporter: Exporter;
}

/**
 * Connects to a device that an exporter of Fluxwire offers; its definition gives the types of the client.
 *
 * @returns The client, until it is disposed: `await using bench = await connect(device, { path: "power" })`.
 * @throws {ConnectionError} If the connection fails; {RangeError} if the exporter has no such device; {ProtocolError}
 * `BadReport` if it does not report the device's methods, as exporters in Python do not: use their devices by name.
 */
export async function connect<Config, M extends Methods, Helpers = unknown>(
  device: Device<Config, M>,
  options: ConnectDeviceOptions<Config, M, Helpers> = {},
): Promise<Connected<Config, M, Helpers>> {
  const { path = device.name, helpers, onWarning = console.warn } = options;
  await using stack = new AsyncDisposableStack();
  const exporter = stack.use(await connectExporter(options)), remote = exporter.device(path);
  const methods = decodeMethods(remote.report.labels[METHODS_LABEL]);
  if (methods.length === 0) {
    const remedy = "use exporter.device() of @fluxwire/jumpstarter/client";
    throw new ProtocolError("BadReport", `Cannot make a client of ${path}: its methods are not reported; ${remedy}`);
  }
  const warning = versionWarning(device, remote.report);
  if (warning !== null) onWarning(warning);
  const client = typedClient(remote, methods) as Client<Device<Config, M>>;
  const held = stack.move();
  return {
    client: { ...client, ...helpers?.(client) } as Client<Device<Config, M>> & Helpers,
    exporter,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
