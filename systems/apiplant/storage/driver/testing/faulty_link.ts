/** A link whose session is lost at a chosen call. */
import { ConnectionError } from "@fluxwire/transport";
import type { ClientSession } from "@fluxwire/wire/client";
import type { Link } from "../link.ts";

/** When the session is lost: before the call reaches the driver, or when its answer is on the way. */
export type Moment = "before" | "after";

/** Passes all on to another link, until a fault is planted. */
export class FaultyLink implements Link {
  readonly #link: Link;
  readonly #sessions = new WeakMap<ClientSession, ClientSession>();
  #planted: { left: number; readonly moment: Moment } | null = null;
  /** The calls that were made so far: the statement of one that has one, else the method's name. */
  readonly calls: string[] = [];

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

  /** Loses the session at the n-th call from now, counted from 1. */
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
    const faulty = new Proxy(session, {
      get: (_, name: keyof ClientSession) => {
        const member = session[name];
        if (typeof member !== "function") return member;
        return (...given: unknown[]) =>
          this.#call(String(name), given, member.bind(session) as (...given: unknown[]) => unknown);
      },
    });
    this.#sessions.set(faulty, session);
    return faulty;
  }

  async #call(name: string, given: unknown[], call: (...given: unknown[]) => unknown): Promise<unknown> {
    const [request] = given as [{ sql?: string }?];
    this.calls.push(request?.sql ?? name);
    const fault = this.#planted;
    if (fault === null || --fault.left > 0) return await call(...given);
    this.#planted = null;
    if (fault.moment === "after") await call(...given);
    throw new ConnectionError("ConnectionClosed", "Planted");
  }
}
