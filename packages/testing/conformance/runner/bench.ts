/**
 * The connections, sessions and facts that a check works with.
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
import { ConnectionLost, expect, Violation } from "./violation.ts";

/** How often the bench tries again when a driver refuses a connection, in milliseconds. */
const ROOM_POLL_MS = 20;

/** A session that checks share until one of them spoils it. */
export interface SessionKeeper {
  /** The open session, or null. */
  end: HostEnd | null;
  /** A table in it with three rows, which no check changes. */
  table: OwnTable | null;
}

/** The parts of a {@link Bench}. */
export interface BenchOptions {
  /** The driver. */
  subject: Subject;
  /** The release whose host the checks imitate. */
  layout: Layout;
  /** The facts known so far. */
  facts: Facts;
  /** Records the frames. */
  recorder: Recorder;
  /** Holds a session for the next check; null if each check opens its own. */
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
  /** The layout of the host that the check imitates. */
  readonly layout: Layout;
  /** The facts known about the driver. */
  readonly facts: Facts;

  /** Opens nothing until a check asks for it. */
  constructor(options: BenchOptions) {
    this.#options = options;
    this.subject = options.subject;
    this.layout = options.layout;
    this.facts = options.facts;
  }

  /** A connection on which nothing was sent. */
  async connect(): Promise<HostEnd> {
    const { signal, recorder } = this.#options;
    signal.throwIfAborted();
    try {
      const transport = await this.subject.dial(signal);
      // The others are closed by now: one that came too late would wait for its driver without end.
      if (signal.aborted) transport.close();
      signal.throwIfAborted();
      const end = new HostEnd(transport, this.layout, recorder);
      this.#ends.push(end);
      return end;
    } catch (error) {
      if (error instanceof ConnectionError) throw new ConnectionLost(error.message);
      throw error;
    }
  }

  /** A connection after Hello. */
  async greeted(patch: Partial<HelloBody> = {}): Promise<HostEnd> {
    const end = await this.connect(), { clientName, token } = this.subject;
    await end.greet(token, { ...clientName === undefined ? {} : { clientName }, ...patch });
    if (end.hello !== null) this.subject.onHello?.(end.hello);
    return end;
  }

  /** As {@link greeted}, as soon as the driver accepts connections again: after many it may refuse some for a while. */
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

  /** A session that earlier checks may have used. Leave it unchanged. */
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

  /** Opens a session on a connection; later requests of the connection go to it. */
  async open(end: HostEnd, patch: Partial<SessionRequest> = {}): Promise<void> {
    const opened = await end.call(this.openBody(end, patch), { sessionId: null });
    end.opened = opened;
    end.sessionId = opened.sessionId;
  }

  /** The request that opens a session; `patch` replaces members. */
  openBody(end: HostEnd, patch: Partial<SessionRequest> = {}): Extract<DriverRequestBody, { type: "OpenSession" }> {
    expect(end.hello !== null, "Expected Hello before a session");
    return { type: "OpenSession", ...this.subject.sessionRequest(end.hello, this.layout), ...patch };
  }

  /** A table with three rows, to be left unchanged, and its session. */
  async table(): Promise<{ end: HostEnd; table: OwnTable }> {
    const { keeper } = this.#options;
    const end = await this.session();
    if (keeper === null) return { end, table: await makeTable(end, this.facts) };
    return { end, table: keeper.table ??= await makeTable(end, this.facts) };
  }

  /** Waits for a promise; rejects when the check's time is up. */
  within<T>(promise: Promise<T>): Promise<T> {
    return within(promise, this.#options.signal);
  }

  /** Ends the connections of the check. A shared session lives on, unless the check spoiled it. */
  close({ isSpoiled }: { isSpoiled: boolean }): void {
    for (const end of this.#ends) end.close();
    if (isSpoiled && this.#kept !== null) dismiss(this.#options.keeper!);
  }
}

/** Ends a shared session. */
export function dismiss(keeper: SessionKeeper): void {
  keeper.end?.close();
  keeper.end = null;
  keeper.table = null;
}
