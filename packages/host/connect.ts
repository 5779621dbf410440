/**
 * Connects to a driver that runs, in the layout it understands.
 *
 * @module
 */
import type { AuditEventEmitDto, Layout, Limits, ProtocolErrorCode } from "@fluxwire/wire";
import { connect as connectSocket, ConnectionError, ProtocolError, type Transport } from "@fluxwire/transport";
import { type DriverClient, type Method, openClient } from "@fluxwire/wire/client";

/** What `auto` tries, in this order: an answer does not tell 0.7.0 from 0.7.1. */
export const AUTO_LAYOUTS: readonly Layout[] = ["0.7.1", "0.6", "0.5", "0.4"];

/** Sees what goes over a connection. */
export interface ConnectionObserver {
  /** Gives the transport to use: one that counts, for example. */
  count(transport: Transport): Transport;
  /** Called when a call begins; the function it returns is called at the end with null, or the call's error. */
  begin(method: Method): (error: unknown) => void;
}

/** How to connect. */
export interface ConnectOptions {
  /**
   * Which release's client to be; `auto` goes down from the newest until the driver understands.
   *
   * @default {"auto"}
   */
  layout?: Layout | "auto";
  /**
   * The token that the driver may ask for; an empty one counts as none.
   *
   * @default {null}
   */
  token?: string | null;
  /**
   * How long the driver may take to answer each Hello, in milliseconds.
   *
   * @default {limits.handshakeTimeoutMs}
   */
  timeoutMs?: number;
  /**
   * Gives up when it aborts.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * Leaves out of requests what the real client leaves out (PROTOCOL.md#hazards). Rust drivers cannot read that.
   *
   * @default {false}
   */
  faithful?: boolean;
  /**
   * The limits that differ from the defaults.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * Gets each audit event that comes before an answer.
   *
   * @default {undefined}
   */
  onAudit?: (event: AuditEventEmitDto) => void;
  /**
   * Sees what goes over the connection.
   *
   * @default {undefined}
   */
  observer?: ConnectionObserver;
}

/**
 * Connects to a driver's socket and says Hello.
 *
 * With `auto`, the next lower layout is tried if the driver closes the connection without an answer, or answers in
 * another codec or an older layout; never after silence.
 *
 * @throws {ConnectionError} `SocketUnreachable`, `SocketNameInvalid`, `PermissionMissing`.
 * @throws {ProtocolError} `NoCommonLayout` if no layout was left to try, with the last failure as its cause;
 * `HandshakeTimeout`, and others of a broken protocol.
 * @throws {RpcError} the driver's answer: `VersionMismatch`, or `InvalidRequest` for a wrong token.
 * @throws {MalformedError} an answer that is no message.
 */
export function connect(socketId: string, options: ConnectOptions = {}): Promise<DriverClient> {
  return connectThrough(() => connectSocket(socketId, { signal: options.signal }), options);
}

/** As {@link connect}, over the transports that `dial` opens: a fresh one for each attempt. */
export async function connectThrough(
  dial: () => Promise<Transport>,
  options: ConnectOptions = {},
): Promise<DriverClient> {
  const { layout: wanted = "auto", signal, observer } = options;
  const onCall = observer === undefined ? undefined : (method: Method) => observer.begin(method);
  const layouts = wanted === "auto" ? AUTO_LAYOUTS : [wanted];
  let lastFailure: unknown;
  for (const layout of layouts) {
    signal?.throwIfAborted();
    const transport = await dial();
    try {
      return await openClient(observer?.count(transport) ?? transport, { ...options, layout, onCall });
    } catch (error) {
      if (!isWorthAnotherLayout(error)) throw error;
      lastFailure = error;
    }
  }
  throw noCommonLayout(layouts, lastFailure);
}

/** Whether the driver may understand another layout: it closed without an answer, or spoke another codec or layout. */
function isWorthAnotherLayout(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.code === "ConnectionClosed";
  return error instanceof ProtocolError && (error.code === "WrongCodec" || error.code === "WrongLayout");
}

function noCommonLayout(layouts: readonly Layout[], cause: unknown): ProtocolError {
  const tried = layouts.length === 1 ? `layout ${layouts[0]}` : `layouts ${layouts.join(", ")}`;
  const found = cause instanceof ProtocolError
    ? "answered in another layout"
    : "closed the connection without an answer";
  return new ProtocolError<ProtocolErrorCode>(
    "NoCommonLayout",
    `Cannot connect: tried ${tried}, and the driver ${found}; see which release of DBFlux it is made for`,
    { cause },
  );
}
