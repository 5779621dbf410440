/**
 * A driver that is restarted while the REPL talks to it.
 *
 * @module
 */
import { OutputClosed, UsageError } from "@fluxwire/command";
import type { DriverClient } from "@fluxwire/wire/client";
import type { Context } from "../command/context.ts";
import { msSince, msText } from "../command/duration.ts";
import { failureOf } from "../command/failure.ts";
import type { SourceChanges } from "../command/source_changes.ts";
import type { Conversation } from "./conversation.ts";
import type { Notices } from "./terminal.ts";

/** What is watched, and what it changes. */
export interface WatchedDriverOptions {
  /** The changes of the driver's files. */
  changes: SourceChanges;
  /** The session with it. */
  conversation: Conversation;
  /** Where restarts and failures are reported. */
  notices: Notices;
}

/** Restarts a driver after each change of its files. Disposing it ends that; what is being started is not left behind. */
export class WatchedDriver implements AsyncDisposable {
  readonly #context: Context;
  readonly #options: WatchedDriverOptions;
  readonly #over = new AbortController();
  #running: Promise<void> = Promise.resolve();

  /** A watched driver that begins with {@link WatchedDriver.open}. */
  constructor(context: Context, options: WatchedDriverOptions) {
    this.#context = context;
    this.#options = options;
  }

  /**
   * Resolves when the driver has started, if need be after changes; from then on each change restarts it.
   *
   * @throws The reason of the command's signal, and errors of the command line.
   */
  async open(): Promise<DriverClient> {
    const { changes, conversation } = this.#options, { signal, output } = this.#context;
    for (;;) {
      try {
        const { client } = await conversation.open();
        this.#running = this.#restart(AbortSignal.any([signal, this.#over.signal]));
        return client;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof UsageError || error instanceof OutputClosed) throw error;
        output.failure(failureOf(error));
        await changes.next(signal);
      }
    }
  }

  /** Ends the restarts. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.#running;
  }

  async #restart(signal: AbortSignal): Promise<void> {
    const { changes, conversation, notices } = this.#options;
    for (;;) {
      // Rejected when the command ends.
      const file = await changes.next(signal).catch(() => null);
      if (file === null) return;
      const start = performance.now();
      const failure = await conversation.restart().then(() => null, failureOf);
      if (signal.aborted) return;
      const ms = msSince(start);
      notices.show(() => this.#report(file, failure === null ? { ok: true, ms } : { ok: false, error: failure }));
    }
  }

  #report(file: string, outcome: { ok: true; ms: number } | { ok: false; error: ReturnType<typeof failureOf> }): void {
    const { output } = this.#context;
    try {
      if (output.isJson) output.json({ restarted: file, ...outcome });
      else if (outcome.ok) output.aside([`${file} has changed: restarted in ${msText(outcome.ms)}`]);
      else output.failure(outcome.error);
    } catch (error) {
      // The next line of the REPL meets the same.
      if (!(error instanceof OutputClosed || error instanceof UsageError)) throw error;
    }
  }
}
