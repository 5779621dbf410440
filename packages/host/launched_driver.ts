/**
 * A driver that was started here, and is stopped here.
 *
 * @module
 */
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";
import { connect, type ConnectOptions } from "./connect.ts";
import { helloError } from "./failure/explain.ts";
import type { TreeProcess } from "./guard/tree.ts";
import type { DriverOutput } from "./launch_error.ts";
import type { DriverProcess, StopOptions, StopReport } from "./process.ts";

/** How long after a connection the process may end, in milliseconds, to be the cause. */
const EXIT_GRACE_MS = 100;

/** A driver in use, whoever started it. */
export interface DriverHandle extends AsyncDisposable {
  /** Whether it was started here. */
  readonly kind: "launched" | "adopted";
  /** The socket it listens on. */
  readonly socketId: string;
  /** The token to say; null where none is known. */
  readonly token: string | null;
  /** Connects and says Hello with that token. */
  connect(options?: Omit<ConnectOptions, "token">): Promise<DriverClient>;
  /** Ends what was begun here: an adopted driver runs on, a launched one is stopped. */
  stop(): Promise<unknown>;
}

/** A driver that was started and listens. Whoever has it must stop it. */
export class LaunchedDriver implements DriverHandle {
  readonly #process: DriverProcess;
  readonly #stop: StopOptions;
  /** It was started here. */
  readonly kind = "launched";
  /** The command it was started by. */
  readonly command: string;
  /** The socket it listens on. */
  readonly socketId: string;
  /** The token it was given. */
  readonly token: string;

  /** Made by {@link launch}. */
  constructor(
    process: DriverProcess,
    { command, socketId, token, stop }: { command: string; socketId: string; token: string; stop: StopOptions },
  ) {
    this.#process = process;
    this.#stop = stop;
    this.command = command;
    this.socketId = socketId;
    this.token = token;
  }

  /** The id of its process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Resolves when its process has ended, for whatever reason. */
  get exited(): Promise<Deno.CommandStatus> {
    return this.#process.exited;
  }

  /** Whether its process ends within that time, of itself. */
  endsWithin(ms: number): Promise<boolean> {
    return this.#process.endsWithin(ms);
  }

  /** The last 50 lines of each of its outputs. */
  get output(): DriverOutput {
    return this.#process.output;
  }

  /**
   * Its process and all that it has started, on Linux; null where nobody can tell.
   *
   * @param maxAgeMs How old the answer may be, in milliseconds; one look at the machine serves all drivers.
   */
  processes(maxAgeMs = 0): Promise<TreeProcess[] | null> {
    return this.#process.processes(maxAgeMs);
  }

  /**
   * Connects, says Hello with its token, and explains a failure of the driver.
   *
   * @throws {LaunchError} what the driver does wrong: `ExitedOnHello`, `TokenRefused`, `VersionMismatch`,
   * `NoCommonLayout`, `WrongCodec`, `WrongLayout`, `HandshakeTimeout`, `AnswerUnreadable`, `HelloRefused`; the cause is
   * what `connect` threw.
   * @throws {ConnectionError} `PermissionMissing`.
   */
  async connect(options: Omit<ConnectOptions, "token"> = {}): Promise<DriverClient> {
    try {
      return await connect(this.socketId, { ...options, token: this.token });
    } catch (thrown) {
      if (options.signal?.aborted) throw thrown;
      const status = await this.#hasLeft(thrown) ? await this.exited : null;
      throw helloError(this.command, this.#process, { status, thrown }) ?? thrown;
    }
  }

  /**
   * Closes its stdin, then SIGTERM, then SIGKILL, to all that it has started: its process group, and on Linux also what
   * has left that. Nothing of it is left afterwards.
   */
  stop(options: StopOptions = this.#stop): Promise<StopReport> {
    return this.#process.stop(options);
  }

  /** As {@link stop}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Whether a connection failed because the process has ended. */
  async #hasLeft(thrown: unknown): Promise<boolean> {
    const isGone = thrown instanceof ConnectionError ||
      (thrown instanceof ProtocolError && thrown.code === "NoCommonLayout");
    return isGone && await this.endsWithin(EXIT_GRACE_MS);
  }
}
