/**
 * Connects to an exporter.
 *
 * @module
 */
import { connect as connectChannel, type Duplex } from "@fluxwire/grpc";
import { ConnectionError } from "@fluxwire/transport";
import { create, EmptySchema } from "../protobuf.ts";
import { PASSPHRASE_KEY } from "../wire/names.ts";
import { EXPORTER } from "../wire/services.ts";
import { treeOf } from "./device_report.ts";
import { type Endpoint, endpointOf } from "./endpoint.ts";
import { Exporter } from "./exporter.ts";

/** What {@link connect} takes. */
export interface ConnectOptions {
  /**
   * Where the exporter is: an endpoint, or a tunnel in place of a socket.
   *
   * @default The endpoint of the variable `JUMPSTARTER_HOST`
   */
  endpoint?: Endpoint | { readonly tunnel: Duplex; readonly passphrase?: string };
  /**
   * How long the exporter may take to report its devices, and before that to come to its end of a tunnel, in
   * milliseconds.
   *
   * @default {10000}
   */
  timeoutMs?: number;
  /**
   * Gives up connecting when it aborts.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
}

const REPORT_MS = 10_000;
/** Exporters over TCP allow a PING every 10 s; on Unix sockets, too frequent ones end the connection. */
const TCP_KEEPALIVE = { everyMs: 20_000, timeoutMs: 20_000 };
/** Python sends results of any size. */
const MAX_RECEIVE_BYTES = 67_108_864;

/**
 * Connects to an exporter, and asks what devices it has.
 *
 * @returns The exporter, to be closed.
 * @throws {ConnectionError} `SocketUnreachable` and others if the connection fails, also if `JUMPSTARTER_HOST` is needed
 * and not set.
 * @throws {GrpcError} `UNAUTHENTICATED` for a missing or wrong passphrase, `DEADLINE_EXCEEDED` after `timeoutMs`.
 * @throws {ProtocolError} `BadReport` for a report that is no tree.
 */
export async function connect(options: ConnectOptions = {}): Promise<Exporter> {
  const { timeoutMs = REPORT_MS, signal } = options;
  const endpoint = options.endpoint ?? fromEnvironment();
  const { passphrase } = endpoint;
  const address = "tunnel" in endpoint ? endpoint.tunnel : endpoint.address;
  const isTunnel = "tunnel" in endpoint;
  const isTcp = typeof address === "string" && !address.startsWith("unix:");
  const channel = await connectChannel(address, {
    tls: "tunnel" in endpoint ? undefined : endpoint.tls ?? undefined,
    metadata: passphrase === null || passphrase === undefined ? undefined : { [PASSPHRASE_KEY]: passphrase },
    keepalive: isTcp ? TCP_KEEPALIVE : undefined,
    limits: {
      maxReceiveBytes: MAX_RECEIVE_BYTES,
      maxSendBytes: MAX_RECEIVE_BYTES,
      ...isTunnel ? { handshakeTimeoutMs: timeoutMs } : {},
    },
    signal,
  });
  try {
    const report = await channel.client(EXPORTER).getReport(create(EmptySchema), { timeoutMs, signal });
    return new Exporter(channel, report, treeOf(report.reports));
  } catch (error) {
    await channel.close();
    throw signal?.aborted ? signal.reason : error;
  }
}

function fromEnvironment(): Endpoint {
  const endpoint = endpointOf((name) => Deno.env.get(name), (path) => Deno.readTextFileSync(path));
  if (endpoint !== null) return endpoint;
  throw new ConnectionError(
    "SocketNameInvalid",
    "Cannot connect: the variable JUMPSTARTER_HOST is not set; run this inside jumpstarter shell, or set it",
  );
}
