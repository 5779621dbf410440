/** A link whose session is lost at a chosen statement. */
import { ConnectionError } from "@fluxwire/transport";
import type { ClientSession } from "@fluxwire/wire/client";
import type { Link } from "../link.ts";

/** When the session is lost: before the statement reaches the driver, or when its answer is on the way. */
export type Moment = "before" | "after";

/** Passes all on to another link, until a fault is planted. */
export class FaultyLink implements Link {
  readonly #link: Link;
  readonly #sessions = new WeakMap<ClientSession, ClientSession>();
  #planted: { left: number; readonly moment: Moment } | null = null;
  /** The statements that were sent so far. */
  readonly statements: string[] = [];

  /** Wraps a link, which is closed with it. */
  constructor(link: Link) {
    this.#link = link;
  }

  get label(): string {
    return this.#link.label;
  }

  get timeoutMs(): number {
    return this.#link.timeoutMs;
  }

  /** Whether the fault is still to come. */
  get isPlanted(): boolean {
    return this.#planted !== null;
  }

  /** Loses the session at the n-th statement from now, counted from 1. */
  plant(n: number, moment: Moment): void {
    this.#planted = { left: n, moment };
  }

  /** Takes a fault back that has not come. */
  remove(): void {
    this.#planted = null;
  }

  run<T>(call: (session: ClientSession) => Promise<T>): Promise<T> {
    return this.#link.run((session) => call(this.#faulty(session)));
  }

  failure(session: ClientSession, error: unknown): unknown {
    return this.#link.failure(this.#sessions.get(session)!, error);
  }

  discard(session: ClientSession): void {
    this.#link.discard(this.#sessions.get(session)!);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#link[Symbol.asyncDispose]();
  }

  #faulty(session: ClientSession): ClientSession {
    const execute: ClientSession["execute"] = async (statement, options) => {
      this.statements.push(statement.sql);
      const fault = this.#planted;
      if (fault === null || --fault.left > 0) return await session.execute(statement, options);
      this.#planted = null;
      if (fault.moment === "after") await session.execute(statement, options);
      throw new ConnectionError("ConnectionClosed", "Planted");
    };
    const faulty = { opened: session.opened, execute } as ClientSession;
    this.#sessions.set(faulty, session);
    return faulty;
  }
}
