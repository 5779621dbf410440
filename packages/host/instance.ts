/**
 * A driver that is ready to be spoken to, started here or by another program.
 *
 * @module
 */
import type { Process, StopOptions, StopReport } from "@fluxwire/supervise/program";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import type { DriverClient, SecretKeeper } from "@fluxwire/wire/client";
import { type ConnectOptions, connectTo, type KnownDriver } from "./connect.ts";
import { KnownSecrets } from "./known_secrets.ts";
import { OwnListener } from "./owner/own_listener.ts";

/** How long after a connection the process may end, in milliseconds, to be the cause. */
const EXIT_GRACE_MS = 100;

/** Where a driver is reached, and how. */
export interface InstanceAddress {
  /** The socket it listens on. */
  socketId: string;
  /** The token to send; null if none is known. */
  token: string | null;
  /** The command it was started by, for messages. */
  command: string;
  /** Whether token and secrets are sent to any user's program that listens there. */
  anyOwner: boolean;
}

/**
 * A driver that listens. It must be stopped: that ends what was started here, and leaves what was adopted running.
 *
 * @typeParam P Its process; null for a driver that another program started.
 */
export class DriverInstance<P extends Process | null = Process | null> implements AsyncDisposable {
  readonly #command: string;
  readonly #anyOwner: boolean;
  readonly #known: KnownDriver;
  readonly #clients = new Set<DriverClient>();
  /** Its process; null if another program started it. */
  readonly process: P;
  /** The socket it listens on. */
  readonly socketId: string;
  /** The token to send; null if none is known. */
  readonly token: string | null;

  /** Made by `launch` and `adoptOrLaunch`. */
  constructor(process: P, { socketId, token, command, anyOwner }: InstanceAddress) {
    this.process = process;
    this.socketId = socketId;
    this.token = token;
    this.#command = command;
    this.#anyOwner = anyOwner;
    const listener = new OwnListener(socketId, { likely: process === null ? [] : [process.pid] });
    this.#known = { listener, secrets: new KnownSecrets(process) };
  }

  /** The secrets that it has got: they are masked in its output, its log, and the errors that it answers. */
  get secrets(): SecretKeeper {
    return this.#known.secrets;
  }

  /**
   * Connects, says Hello with its token, and explains a failure of a driver that was started here.
   *
   * @throws {StartError} what the driver does wrong: `ExitedOnHello`, `TokenRefused`, `VersionMismatch`,
   * `NoCommonLayout`, `WrongCodec`, `WrongLayout`, `HandshakeTimeout`, `AnswerUnreadable`, `HelloRefused`; the cause is
   * what `connect` threw.
   * @throws {ConnectionError} `PermissionMissing`; `SocketForeign` where another program has its socket; of an adopted driver, all that `connect` throws.
   */
  async connect(options: Omit<ConnectOptions, "token" | "anyOwner"> = {}): Promise<DriverClient> {
    try {
      const given = { ...options, token: this.token, anyOwner: this.#anyOwner };
      const client = await connectTo(this.socketId, given, this.#known);
      this.#clients.add(client);
      client.closed.then(() => this.#clients.delete(client));
      return client;
    } catch (thrown) {
      if (this.process === null || options.signal?.aborted) throw thrown;
      const status = await hasLeft(this.process, thrown) ? await this.process.exited : null;
      const { helloError } = await import("./failure/explain.ts");
      throw helloError(this.#command, this.process.output, { status, thrown }) ?? thrown;
    }
  }

  /**
   * Ends what was started here: closes its stdin, then SIGTERM, then SIGKILL, to all that it has started. Of an adopted
   * driver, closes the connections that were made here; it runs on.
   *
   * @returns What it took; null for an adopted driver.
   */
  stop(options?: StopOptions): Promise<P extends null ? null : StopReport>;
  async stop(options?: StopOptions): Promise<StopReport | null> {
    if (this.process !== null) return await this.process.stop(options);
    const clients = [...this.#clients];
    for (const client of clients) client.close();
    await Promise.all(clients.map((client) => client.closed));
    return null;
  }

  /** As {@link stop}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** Whether a connection failed because the process has ended. */
async function hasLeft(process: Process, thrown: unknown): Promise<boolean> {
  const isGone = thrown instanceof ConnectionError ||
    (thrown instanceof ProtocolError && thrown.code === "NoCommonLayout");
  return isGone && await process.endsWithin(EXIT_GRACE_MS);
}
