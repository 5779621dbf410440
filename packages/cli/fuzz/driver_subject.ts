/**
 * The target of a command line as the subject of fuzzing.
 *
 * @module
 */
import { ConnectionError, ProtocolError, type Transport } from "@fluxwire/transport";
import { type Layout, LAYOUTS, RpcError } from "@fluxwire/wire";
import type { DriverClient } from "@fluxwire/wire/client";
import type { Greeting, Subject } from "@fluxwire/testing/fuzzing";
import { StartError } from "@fluxwire/supervise";
import type { Context } from "../command/context.ts";
import { patienceOf } from "../command/deadline.ts";
import { Driver } from "../driver/driver.ts";
import { sessionRequestOf } from "../driver/session_request.ts";

/** Which layouts to speak: one, the newest that the driver knows, or every one that it knows. */
export type LayoutChoice = Layout | "auto" | "all";

/** A target. Disposing it stops what it has started. */
export class DriverSubject implements Subject, AsyncDisposable {
  readonly #context: Context;
  readonly #layout: Layout | undefined;
  #driver: Driver;

  /** @throws {UsageError} as {@link Driver} does. */
  constructor(context: Context, choice: LayoutChoice) {
    this.#context = context;
    // With all layouts the Driver has no layout of its own: each connection chooses one.
    this.#layout = choice === "auto" ? undefined : choice === "all" ? LAYOUTS.at(-1) : choice;
    this.#driver = new Driver(context, this.#layout);
  }

  /** Starts the target, unless it runs. */
  async launch(): Promise<void> {
    await this.#driver.launch();
  }

  /**
   * The Hello and session of new connections, in each chosen layout.
   *
   * @param opensSessions Whether the sequences need sessions.
   * @throws The driver's error, if it speaks none of them or opens no session.
   */
  async greetings(choice: LayoutChoice, opensSessions = true): Promise<[Greeting, ...Greeting[]]> {
    if (choice !== "all") return [await this.#greeting({ opensSessions })];
    const greetings: Greeting[] = [];
    let failure: unknown;
    for (const layout of LAYOUTS.toReversed()) {
      try {
        greetings.push(await this.#greeting({ layout, opensSessions }));
      } catch (error) {
        if (!isOtherLayout(error)) throw error;
        failure = error;
      }
    }
    const [first, ...more] = greetings;
    if (first === undefined) throw failure;
    return [first, ...more];
  }

  get token(): string | null {
    return this.#driver.token;
  }

  dial(): Promise<Transport> {
    return this.#driver.dial();
  }

  ending(): Promise<string | null> {
    return this.#driver.ending();
  }

  residentBytes(): Promise<number | null> {
    return this.#driver.residentBytes();
  }

  async restart(): Promise<boolean> {
    if (!this.#driver.isLaunched) return false;
    await this.#driver.stop();
    this.#driver = new Driver(this.#context, this.#layout);
    try {
      await this.#driver.launch();
      return true;
    } catch (error) {
      if (error instanceof StartError) return false;
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver[Symbol.asyncDispose]();
  }

  async #greeting({ layout, opensSessions }: { layout?: Layout; opensSessions: boolean }): Promise<Greeting> {
    const driver = this.#driver;
    const client = await driver.connect(undefined, layout === undefined ? {} : { layout });
    try {
      const session = sessionRequestOf(this.#context.args, client, driver.target.socketId);
      if (opensSessions) await this.#tryToOpen(client);
      return { layout: client.layout, version: client.version, session };
    } finally {
      client.close();
      await client.closed;
    }
  }

  /** Opens a session once: why it cannot is the driver's to say, and no defect of it. */
  async #tryToOpen(client: DriverClient): Promise<void> {
    const timeoutMs = patienceOf(this.#context.args);
    try {
      const session = await this.#driver.openSession(client, { timeoutMs });
      await this.#driver.call((options) => session.close({ ...options, timeoutMs }));
    } catch (error) {
      // A driver that was started here may be lost of it: that is a finding.
      if (!(error instanceof ConnectionError) || !this.#driver.isLaunched) throw error;
      this.#context.signal.throwIfAborted();
    }
  }
}

/** Whether an error only means that the driver does not speak a layout. */
function isOtherLayout(error: unknown): boolean {
  if (error instanceof StartError) return isOtherLayout(error.cause);
  if (error instanceof ConnectionError) return error.code === "ConnectionClosed";
  if (error instanceof RpcError) return error.code === "VersionMismatch";
  return error instanceof ProtocolError && ["NoCommonLayout", "WrongCodec", "WrongLayout"].includes(error.code);
}
