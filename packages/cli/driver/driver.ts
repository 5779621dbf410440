/**
 * A conversation with a target: started where it must be, connected, and in the end left as it was found.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import { type Layout, LAYOUTS, RpcError } from "@fluxwire/wire";
import type { ClientSession, DriverClient } from "@fluxwire/wire/client";
import { connect, type ConnectOptions, type DriverInstance, launch } from "@fluxwire/host";
import { lastWords, statusInWords } from "@fluxwire/supervise/internal";
import type { Process, StopReport } from "@fluxwire/supervise";
import type { Context } from "../command/context.ts";
import { sessionRequestOf } from "./session_request.ts";
import { startService } from "./service_target.ts";
import { type Target, targetOf } from "./target.ts";
import { patienceOf } from "../command/deadline.ts";
import { SessionRefused } from "../command/session_refused.ts";
import { UsageError } from "../command/usage_error.ts";
import { tokenOf, variablesOf } from "../command/variables.ts";

/** What a driver whose process has ended looks like. */
const LEFT: ReadonlySet<string> = new Set(["ConnectionClosed", "SocketUnreachable"]);
/** How long after a connection the process may end, in milliseconds, to be the cause. */
const EXIT_GRACE_MS = 100;

/** A target in use. Whatever was started is stopped when it is disposed. */
export class Driver implements AsyncDisposable {
  readonly #context: Context;
  readonly #layout: Layout | "auto";
  readonly #token: string | null;
  #launched: DriverInstance<Process> | null = null;
  readonly #clients = new Set<DriverClient>();
  /** What is spoken to. */
  readonly target: Target;

  /**
   * @param layout Which release's client to be; that of the command line where none is given.
   * @throws {UsageError} for a command line without a clear target, layout, token or environment.
   */
  constructor(context: Context, layout?: Layout) {
    this.#context = context;
    this.#layout = layout ?? context.args.choice("layout", ["auto", ...LAYOUTS]) ?? "auto";
    this.#token = tokenOf(context.args);
    this.target = targetOf(context.args);
    if (this.target.kind === "running" && context.args.all("env").length > 0) {
      throw new UsageError("Cannot use --env with --socket: a driver that runs has its environment");
    }
  }

  /** The token that it wants to hear; null where none is known. */
  get token(): string | null {
    return this.#launched?.token || this.#token;
  }

  /** Whether the target was started, and is to be stopped. */
  get isLaunched(): boolean {
    return this.#launched !== null;
  }

  /** How its process has ended, or ends in a moment; null where it runs, or was not started here. */
  async ending(): Promise<string | null> {
    const launched = this.#launched;
    if (launched === null || !await launched.process.endsWithin(EXIT_GRACE_MS)) return null;
    return `${statusInWords(await launched.process.exited)}${lastWords(launched.process.output)}`;
  }

  /** How much memory it and all that it has started take, in bytes; null where nobody can tell. */
  async residentBytes(): Promise<number | null> {
    const processes = await this.#launched?.process.processes() ?? null;
    return processes?.reduce((sum, { residentBytes }) => sum + residentBytes, 0) ?? null;
  }

  /**
   * Starts the target; nothing where it runs.
   *
   * @param options.token Its token where the command line names none; an empty one stands for no token.
   */
  async launch({ token = undefined }: { token?: string } = {}): Promise<void> {
    if (this.target.kind === "running") return;
    const { args, signal } = this.#context;
    const options = { env: variablesOf(args), token: this.#token ?? token, signal };
    this.#launched = this.target.kind === "service"
      ? await startService(this.target, options)
      : await launch({ ...this.target, ...options, startupTimeoutMs: patienceOf(args) });
  }

  /** Resolves when the target that was started here has ended of itself, with how; never for another one. */
  async ended(): Promise<ConnectionError> {
    const launched = this.#launched;
    if (launched === null) return await new Promise(() => {});
    const how = `${statusInWords(await launched.process.exited)}${lastWords(launched.process.output)}`;
    return new ConnectionError("ConnectionClosed", `Cannot go on: the driver's process ended with ${how}`);
  }

  /**
   * Connects and says Hello, as often as it is asked to.
   *
   * @param timeoutMs How long the answer may take.
   * @param more What else the connection is made with.
   */
  async connect(
    timeoutMs: number = patienceOf(this.#context.args),
    more: Pick<ConnectOptions, "layout" | "limits" | "observer"> = {},
  ): Promise<DriverClient> {
    const options = { layout: this.#layout, ...more, signal: this.#context.signal, timeoutMs };
    const client =
      await (this.#launched === null
        ? connect(this.target.socketId, { ...options, token: this.#token })
        : this.#launched.connect(options));
    this.#clients.add(client);
    client.closed.then(() => this.#clients.delete(client));
    return client;
  }

  /** Runs a step of the conversation; where the driver has died of it, its last words become part of the error. */
  call<T>(step: (options: { signal: AbortSignal }) => Promise<T>): Promise<T> {
    return this.#explain(() => step({ signal: this.#context.signal }));
  }

  /**
   * Opens a session as the command line asks.
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

  /** Disconnects, and stops what was started; null where nothing was. */
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

/** Starts and connects, does something with the client, and leaves everything as it was found. */
export async function withDriver<T>(
  context: Context,
  use: (driver: Driver, client: DriverClient) => Promise<T>,
): Promise<T> {
  await using driver = new Driver(context);
  await driver.launch();
  return await use(driver, await driver.connect());
}
