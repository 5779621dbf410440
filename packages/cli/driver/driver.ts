/**
 * A conversation with a target, which is started if needed, connected, and left as it was found.
 *
 * @module
 */
import { connect as connectSocket, ConnectionError, type Transport } from "@fluxwire/transport";
import { type Layout, LAYOUTS } from "@fluxwire/wire/tables";
import { type ClientSession, type DriverClient, RpcError, type SecretKeeper } from "@fluxwire/wire/client";
import { Secrets } from "@fluxwire/transport/secrets";
import {
  connect,
  type ConnectOptions,
  type DriverInstance,
  launch,
  type LaunchOptions,
  OwnListener,
} from "@fluxwire/host/launching";
import { lastWords, type Process, statusInWords, type StopReport } from "@fluxwire/supervise/program";
import type { Context } from "../command/context.ts";
import { sessionRequestOf } from "./session_request.ts";
import { freshSocketId, type Target, targetOf } from "./target.ts";
import { patienceOf } from "../command/deadline.ts";
import { SessionRefused } from "../command/session_refused.ts";
import { UsageError } from "@fluxwire/command";
import { tokenOf, variablesOf } from "../command/variables.ts";

/** The errors that a driver's end causes on its connection. */
const LEFT: ReadonlySet<string> = new Set(["ConnectionClosed", "SocketUnreachable"]);
/** How long after a connection the process may end, in milliseconds, to be the cause. */
const EXIT_GRACE_MS = 100;

/** A target in use. Disposing it stops what it has started. */
export class Driver implements AsyncDisposable {
  readonly #context: Context;
  readonly #layout: Layout | "auto";
  #token: string | null;
  readonly #anyOwner: boolean;
  #launched: DriverInstance<Process> | null = null;
  #secrets: Secrets | null = null;
  /** Who listens on the socket, as it was found for an earlier connection. */
  #listener: OwnListener | null = null;
  readonly #clients = new Set<DriverClient>();
  /** The target. */
  readonly target: Target;

  /**
   * @param layout The layout to speak; by default that of the command line.
   * @throws {UsageError} for a command line without a clear target, layout, token or environment.
   */
  constructor(context: Context, layout?: Layout) {
    this.#context = context;
    this.#layout = layout ?? context.args.choice("layout", ["auto", ...LAYOUTS]) ?? "auto";
    this.#token = tokenOf(context.args);
    const freshName = freshSocketId();
    this.target = targetOf(context.args, freshName);
    this.#anyOwner = context.args.has("any-owner") || this.target.socketId === freshName;
    if (this.target.kind === "running" && context.args.all("env").length > 0) {
      throw new UsageError("Cannot use --env with --socket: a running driver already has its environment");
    }
  }

  /** The token for Hello; null if none is known. */
  get token(): string | null {
    return this.#launched?.token || this.#token;
  }

  /** What it has got of secrets, by connections that {@link connect} has not made: masked in every text about it. */
  get secrets(): SecretKeeper {
    return this.#launched?.secrets ?? (this.#secrets ??= new Secrets());
  }

  /** Whether the target was started here, and will be stopped. */
  get isLaunched(): boolean {
    return this.#launched !== null;
  }

  /** How its process has ended or is about to end; null if it runs, or was not started here. */
  async ending(): Promise<string | null> {
    const launched = this.#launched;
    if (launched === null || !await launched.process.endsWithin(EXIT_GRACE_MS)) return null;
    return `${statusInWords(await launched.process.exited)}${lastWords(launched.process.output)}`;
  }

  /** The memory of all its processes in bytes; null if unknown. */
  async residentBytes(): Promise<number | null> {
    const processes = await this.#launched?.process.processes() ?? null;
    return processes?.reduce((sum, { residentBytes }) => sum + residentBytes, 0) ?? null;
  }

  /**
   * Starts the target, unless it runs.
   *
   * @param options.token Its token if the command line names none; an empty one stands for no token.
   * @param options.log Gets all that a command writes.
   */
  async launch({ token = undefined, log }: { token?: string; log?: LaunchOptions["log"] } = {}): Promise<void> {
    if (this.target.kind === "running") return;
    this.#listener = null;
    const { args, signal } = this.#context;
    const options = { env: variablesOf(args), token: this.#token ?? token, anyOwner: this.#anyOwner, signal };
    if (this.target.kind === "service") {
      // Loaded when a service is named: what adopts one costs start-up time.
      const { startService } = await import("./service_target.ts");
      const { started, token } = await startService(this.target, options);
      this.#launched = started;
      this.#token = token;
    } else {
      this.#launched = await launch({ ...this.target, ...options, log, startupTimeoutMs: patienceOf(args) });
    }
  }

  /**
   * Resolves with the exit of a target that was started here, once it ends by itself; never for other targets.
   *
   * @param options.isQuoted Whether its last words are given. Give false where hosts may have sent it secrets that
   * {@link secrets} does not have.
   */
  async ended({ isQuoted = true }: { isQuoted?: boolean } = {}): Promise<ConnectionError> {
    const launched = this.#launched;
    if (launched === null) return await new Promise(() => {});
    const status = statusInWords(await launched.process.exited);
    const words = isQuoted
      ? lastWords(launched.process.output)
      : "; what it printed is not shown, it may repeat secrets of hosts";
    const how = `${status}${words}`;
    return new ConnectionError("ConnectionClosed", `Cannot continue: the driver's process ended with ${how}`);
  }

  /**
   * Connects and sends Hello, on a new connection each time.
   *
   * @param timeoutMs The time limit for the answer.
   * @param more Further options of the connection.
   */
  async connect(
    timeoutMs: number = patienceOf(this.#context.args),
    more: Pick<ConnectOptions, "layout" | "limits" | "observer"> = {},
  ): Promise<DriverClient> {
    const options = { layout: this.#layout, ...more, signal: this.#context.signal, timeoutMs };
    const client =
      await (this.#launched === null
        ? connect(this.target.socketId, { ...options, token: this.#token, anyOwner: this.#anyOwner })
        : this.#launched.connect(options));
    this.#clients.add(client);
    client.closed.then(() => this.#clients.delete(client));
    return client;
  }

  /**
   * Connects without a Hello, for one that may send secrets: the owner of the socket is looked up.
   *
   * @throws {ConnectionError} `SocketForeign`, and what `connect` of transport throws.
   */
  async dial(signal: AbortSignal = this.#context.signal): Promise<Transport> {
    const listener = this.#ownListener(), { known } = listener;
    const transport = await connectSocket(this.target.socketId, { signal });
    try {
      if (!this.#anyOwner) await listener.require(known);
      return transport;
    } catch (error) {
      transport.close();
      throw error;
    }
  }

  /** Resolves where secrets may be sent to what listens. @throws {ConnectionError} `SocketForeign`. */
  async requireOwnListener(): Promise<void> {
    if (!this.#anyOwner) await this.#ownListener().require();
  }

  #ownListener(): OwnListener {
    const pid = this.#launched?.process.pid;
    return this.#listener ??= new OwnListener(this.target.socketId, { likely: pid === undefined ? [] : [pid] });
  }

  /** Runs a step of the conversation; if the driver crashes, the error gets its last output. */
  call<T>(step: (options: { signal: AbortSignal }) => Promise<T>): Promise<T> {
    return this.#explain(() => step({ signal: this.#context.signal }));
  }

  /**
   * Opens a session from the command line's options.
   *
   * @param more How long the answer may take, for a command without a bound of its own.
   * @throws {SessionRefused} for an error that the driver answers.
   */
  async openSession(client: DriverClient, more: { timeoutMs?: number } = {}): Promise<ClientSession> {
    const { args } = this.#context;
    const request = sessionRequestOf(args, client, this.target.socketId);
    try {
      return await this.call((options) => client.openSession(request, { ...options, ...more }));
    } catch (error) {
      throw error instanceof RpcError ? new SessionRefused(error, args, client.hello) : error;
    }
  }

  /** Disconnects, and stops what was started here; null if nothing was. */
  async stop(): Promise<StopReport | null> {
    const clients = [...this.#clients];
    for (const client of clients) client.close();
    const report = await this.#launched?.stop() ?? null;
    await Promise.all(clients.map(({ closed }) => closed));
    return report;
  }

  /** As {@link stop}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #explain<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      const hasLeft = error instanceof ConnectionError && LEFT.has(error.code);
      if (!hasLeft || this.#launched === null || !await this.#launched.process.endsWithin(EXIT_GRACE_MS)) throw error;
      const { status } = await this.#launched.stop();
      const how = `${statusInWords(status)}${lastWords(this.#launched.process.output)}`;
      throw new ConnectionError(error.code, `${error.message}; its process ended with ${how}`, { cause: error });
    }
  }
}

/** Starts and connects, runs a task with the client, and leaves everything as it was found. */
export async function withDriver<T>(
  context: Context,
  use: (driver: Driver, client: DriverClient) => Promise<T>,
): Promise<T> {
  await using driver = new Driver(context);
  await driver.launch();
  return await use(driver, await driver.connect());
}
