/**
 * Forwards connections of a local port or socket to a byte stream of a device.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import type { ByteStream } from "./byte_stream.ts";
import type { Device } from "./device.ts";

/** What a forward takes besides where it listens. */
export interface ForwardOptions {
  /**
   * The method of the device that gives the byte stream.
   *
   * @default {"connect"}
   */
  method?: string;
  /**
   * Takes what went wrong with one connection; the others go on.
   *
   * @default {undefined}
   */
  onError?: (error: unknown) => void;
}

/** A port or socket that is forwarded. */
export interface Forward<Address> extends AsyncDisposable {
  /** Where it listens. */
  readonly address: Address;
  /** Stops listening, and ends every connection. */
  close(): Promise<void>;
}

/**
 * Listens on a TCP port; each connection gets a byte stream of its own, and each direction ends for itself.
 *
 * Permissions: `--allow-net=HOST:PORT`.
 *
 * @param at Where to listen; port 0 is a free one.
 */
export function forwardTcp(
  device: Device,
  at: { hostname?: string; port?: number } = {},
  options: ForwardOptions = {},
): Forward<{ hostname: string; port: number }> {
  const listener = Deno.listen({ hostname: at.hostname ?? "127.0.0.1", port: at.port ?? 0 });
  const { hostname, port } = listener.addr as Deno.NetAddr;
  return forwarding(listener, { hostname, port }, openerOf(device, options), options.onError);
}

/**
 * Listens on a Unix socket; see {@link forwardTcp}. The socket's file goes when the forward is closed.
 *
 * Permissions: `--allow-net=unix:PATH`, `--allow-read=PATH` and `--allow-write=PATH`.
 */
export function forwardUnix(device: Device, path: string, options: ForwardOptions = {}): Forward<string> {
  return forwardSocket(path, openerOf(device, options), options.onError);
}

/** Opens what one connection is joined to; the signal ends it. */
export type OpenStream = (signal: AbortSignal) => Promise<ByteStream>;

/** Listens on a Unix socket, and joins each connection to a stream of its own. */
export function forwardSocket(path: string, open: OpenStream, onError?: (error: unknown) => void): Forward<string> {
  const forward = forwarding(Deno.listen({ transport: "unix", path }), path, open, onError);
  const close = async (): Promise<void> => {
    await forward.close();
    await Deno.remove(path).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  };
  return { address: path, close, [Symbol.asyncDispose]: close };
}

function openerOf(device: Device, { method }: ForwardOptions): OpenStream {
  return (signal) => device.bytes(method, { signal });
}

function forwarding<Address>(
  listener: Deno.Listener<Deno.Conn>,
  address: Address,
  open: OpenStream,
  onError: (error: unknown) => void = () => {},
): Forward<Address> {
  const controller = new AbortController();
  const running = new Set<Promise<void>>();
  const accepting = (async () => {
    for await (const connection of listener) {
      const one = join(connection, open, controller.signal)
        .catch((error) => controller.signal.aborted ? undefined : onError(error))
        .finally(() => running.delete(one));
      running.add(one);
    }
  })();
  const close = async (): Promise<void> => {
    if (!controller.signal.aborted) listener.close();
    controller.abort(new Error("the forward is closed"));
    await Promise.all([accepting, ...running]);
  };
  return { address, close, [Symbol.asyncDispose]: close };
}

async function join(connection: Deno.Conn, open: OpenStream, signal: AbortSignal): Promise<void> {
  using _listening = onAbort(signal, () => closeQuietly(connection));
  try {
    const stream = await open(signal);
    try {
      await bothWays(connection, stream);
    } finally {
      // Bytes that the exporter has not taken stay with the stream, which ends by itself.
      if (signal.aborted) stream.close();
    }
  } finally {
    closeQuietly(connection);
  }
}

async function bothWays(connection: Deno.Conn, stream: ByteStream): Promise<void> {
  const toDevice = (async () => {
    const buffer = new Uint8Array(65_536);
    for (;;) {
      const count = await connection.read(buffer);
      if (count === null) return stream.endWriting();
      await stream.write(buffer.subarray(0, count));
    }
  })();
  const toConnection = (async () => {
    for (let bytes = await stream.read(); bytes !== null; bytes = await stream.read()) {
      for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
    }
    await connection.closeWrite();
  })();
  const fail = (error: unknown): never => {
    stream.abort(error);
    closeQuietly(connection);
    throw error;
  };
  const ends = await Promise.allSettled([toDevice.catch(fail), toConnection.catch(fail)]);
  // The first direction that failed has failed the other one.
  const reasons = ends.flatMap((end) => end.status === "rejected" ? [end.reason] : []);
  if (reasons.length > 0) throw reasons.find((reason) => !(reason instanceof Deno.errors.BadResource)) ?? reasons[0];
}

function closeQuietly(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
