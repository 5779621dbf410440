/**
 * What a check works with: connections, sessions, and what is known of the driver.
 *
 * @module
 */
import { ConnectionError, within } from "@fluxwire/transport";
import type { DriverRequestBody, Layout } from "@fluxwire/wire";
import type { SessionRequest } from "@fluxwire/wire/client";
import type { Facts } from "./facts.ts";
import { type HelloBody, HostEnd } from "./host_end.ts";
import { makeTable, type OwnTable } from "./own_table.ts";
import type { Recorder } from "./recorder.ts";
import type { Subject } from "./subject.ts";
import { expect, Gone, Violation } from "./violation.ts";

/** How often a driver is asked whether it has room again, in milliseconds. */
const ROOM_POLL_MS = 20;

/** A session that goes from check to check, as long as nobody spoils it. */
export interface SessionKeeper {
  /** The session; null where none is open. */
  end: HostEnd | null;
  /** A table of our own in it, with three rows that nobody changes. */
  table: OwnTable | null;
}

/** What a {@link Bench} is made of. */
export interface BenchOptions {
  /** The driver. */
  subject: Subject;
  /** Which release's host to be. */
  layout: Layout;
  /** What is known so far. */
  facts: Facts;
  /** Keeps the frames. */
  recorder: Recorder;
  /** Where a session may be left for the next check; null where each opens its own. */
  keeper: SessionKeeper | null;
  /** Aborts when the check's time is up. */
  signal: AbortSignal;
}

/** The workplace of one check. */
export class Bench {
  readonly #options: BenchOptions;
  readonly #ends: HostEnd[] = [];
  #kept: HostEnd | null = null;
  /** The driver. */
  readonly subject: Subject;
  /** Which release's host it is. */
  readonly layout: Layout;
  /** What is known of the driver. */
  readonly facts: Facts;

  /** Opens nothing before a check asks for it. */
  constructor(options: BenchOptions) {
    this.#options = options;
    this.subject = options.subject;
    this.layout = options.layout;
    this.facts = options.facts;
  }

  /** A connection on which nothing was said. */
  async connect(): Promise<HostEnd> {
    const { signal, recorder } = this.#options;
    signal.throwIfAborted();
    try {
      const end = new HostEnd(await this.subject.dial(signal), this.layout, recorder);
      this.#ends.push(end);
      return end;
    } catch (error) {
      if (error instanceof ConnectionError) throw new Gone(error.message);
      throw error;
    }
  }

  /** A connection that has said Hello. */
  async greeted(patch: Partial<HelloBody> = {}): Promise<HostEnd> {
    const end = await this.connect();
    await end.greet(this.subject.token, patch);
    if (end.hello !== null) this.subject.onHello?.(end.hello);
    return end;
  }

  /** As {@link greeted}, as soon as the driver has room again: after many connections it may refuse some for a while. */
  async served(): Promise<HostEnd> {
    for (;;) {
      try {
        return await this.greeted();
      } catch (error) {
        if (!(error instanceof Violation)) throw error;
        this.#options.signal.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, ROOM_POLL_MS));
      }
    }
  }

  /** A session that another check may have used before. To be left as it was found. */
  async session(): Promise<HostEnd> {
    const { keeper, recorder } = this.#options;
    if (this.#kept !== null) return this.#kept;
    if (keeper === null) return await this.freshSession();
    if (keeper.end === null) {
      keeper.end = await this.freshSession();
      this.#ends.splice(this.#ends.indexOf(keeper.end), 1);
    } else keeper.end.handTo(recorder);
    return this.#kept = keeper.end;
  }

  /** A session on a connection of its own. */
  async freshSession(): Promise<HostEnd> {
    const end = await this.greeted();
    await this.open(end);
    return end;
  }

  /** Opens a session on a connection, which its requests are for from then on. */
  async open(end: HostEnd, patch: Partial<SessionRequest> = {}): Promise<void> {
    const opened = await end.call(this.openBody(end, patch), { sessionId: null });
    end.opened = opened;
    end.sessionId = opened.sessionId;
  }

  /** What opens a session; `patch` replaces members. */
  openBody(end: HostEnd, patch: Partial<SessionRequest> = {}): Extract<DriverRequestBody, { type: "OpenSession" }> {
    expect(end.hello !== null, "Expected Hello before a session");
    return { type: "OpenSession", ...this.subject.sessionRequest(end.hello, this.layout), ...patch };
  }

  /** A table of our own with three rows, to be left as it was found, and the session that has it. */
  async table(): Promise<{ end: HostEnd; table: OwnTable }> {
    const { keeper } = this.#options;
    const end = await this.session();
    if (keeper === null) return { end, table: await makeTable(end, this.facts) };
    return { end, table: keeper.table ??= await makeTable(end, this.facts) };
  }

  /** Waits for something for as long as the check may take; rejects where its time is up before. */
  within<T>(promise: Promise<T>): Promise<T> {
    return within(promise, this.#options.signal);
  }

  /** Ends the connections of the check. What was kept lives on, unless the check has spoiled it. */
  close({ isSpoiled }: { isSpoiled: boolean }): void {
    for (const end of this.#ends) end.close();
    if (isSpoiled && this.#kept !== null) dismiss(this.#options.keeper!);
  }
}

/** Ends a session that was kept. */
export function dismiss(keeper: SessionKeeper): void {
  keeper.end?.close();
  keeper.end = null;
  keeper.table = null;
}
