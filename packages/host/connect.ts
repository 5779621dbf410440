/**
 * Connects to a driver that runs, in the layout it understands.
 *
 * @module
 */
import type { AuditEventEmitDto, Layout, Limits, ProtocolErrorCode } from "@fluxwire/wire";
import { newerLayoutOf } from "@fluxwire/wire/tables";
import { connect as connectSocket, ConnectionError, ProtocolError, type Transport } from "@fluxwire/transport";
import { type DriverClient, type Method, openClient, type SecretKeeper, WrongLayoutError } from "@fluxwire/wire/client";
import { KnownSecrets } from "./known_secrets.ts";
import { LayoutOrder } from "./layout_order.ts";
import { OwnListener } from "./owner/own_listener.ts";

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
   * Sends token and secrets also to a driver that another user has started.
   *
   * @default {false}
   */
  anyOwner?: boolean;
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
 * Before a token, or the values of a session, are sent, the owner of the socket is looked up, unless `anyOwner` is true.
 * That takes a shell, `--allow-run=sh`; a Hello without a token, and calls outside of sessions, need none.
 *
 * With `auto`, the next lower layout is tried if the driver closes the connection without an answer, or answers in
 * another codec or an older layout; never after silence. A newer layout is tried where the answer has it, or where its
 * `server_version` is a release of DBFlux that has it.
 *
 * @throws {ConnectionError} `SocketUnreachable`, `SocketNameInvalid`, `PermissionMissing`; `SocketForeign` where it is not
 * ours, from here or from `open`.
 * @throws {ProtocolError} `NoCommonLayout` if no layout was left to try, with the last failure as its cause;
 * `HandshakeTimeout`, and others of a broken protocol.
 * @throws {RpcError} the driver's answer: `VersionMismatch`, or `InvalidRequest` for a wrong token.
 * @throws {MalformedError} an answer that is no message.
 */
export function connect(socketId: string, options: ConnectOptions = {}): Promise<DriverClient> {
  return connectTo(socketId, options, { listener: new OwnListener(socketId), secrets: new KnownSecrets(null) });
}

/** What is known of a driver from earlier connections. */
export interface KnownDriver {
  /** Its listener. */
  listener: OwnListener;
  /** The secrets that it has got. */
  secrets: KnownSecrets;
}

/** As {@link connect}, with what is known of the driver already. */
export function connectTo(
  socketId: string,
  options: ConnectOptions,
  { listener, secrets }: KnownDriver,
): Promise<DriverClient> {
  let known = listener.known;
  const dial = () => {
    known = listener.known;
    return connectSocket(socketId, { signal: options.signal });
  };
  const beforeSecrets = options.anyOwner ? undefined : () => listener.require(known);
  return dialAndGreet(dial, { ...options, beforeSecrets, secrets });
}

/**
 * As {@link connect}, over whatever transports `dial` opens: a fresh one for each attempt. No owner is looked up.
 *
 * @param options.secrets Learns secrets before they are sent, and takes them out of errors; one of its own by default.
 */
export function connectThrough(
  dial: () => Promise<Transport>,
  options: Omit<ConnectOptions, "anyOwner"> & { secrets?: SecretKeeper } = {},
): Promise<DriverClient> {
  return dialAndGreet(dial, { ...options, secrets: options.secrets ?? new KnownSecrets(null) });
}

async function dialAndGreet(
  dial: () => Promise<Transport>,
  options: ConnectOptions & { beforeSecrets?: () => Promise<void>; secrets?: SecretKeeper },
): Promise<DriverClient> {
  const { layout: wanted = "auto", signal, observer } = options;
  const onCall = observer === undefined ? undefined : (method: Method) => observer.begin(method);
  const order = new LayoutOrder(wanted);
  let lastFailure: unknown;
  for (let layout = order.next(); layout !== null; layout = order.next()) {
    signal?.throwIfAborted();
    const transport = await dial();
    try {
      const client = await openClient(observer?.count(transport) ?? transport, { ...options, layout, onCall });
      if (!order.tryNewer(newerLayoutOf(layout, client.hello.serverVersion), layout)) return client;
      await client[Symbol.asyncDispose]();
    } catch (error) {
      if (!isWorthAnotherLayout(error)) throw error;
      if (error instanceof WrongLayoutError) order.tryNewer(error.layout, null);
      lastFailure = error;
    }
  }
  throw noCommonLayout(order.tried, lastFailure);
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
