/** A link with a fault at a chosen call. */
import { ConnectionError } from "@fluxwire/transport";
import { RpcError } from "@fluxwire/wire";
import type { ClientSession } from "@fluxwire/wire/client";
import type { Link, SessionApart } from "../link.ts";

/**
 * What happens to a call: its session is lost before it reaches the driver, or when its answer is on the way; or the driver
 * cannot do it now, as another connection holds a lock; or something else is done before its answer is there.
 */
export type Moment = "before" | "after" | "locked" | (() => Promise<unknown>);

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

  /** Lets the n-th call from now fail, counted from 1. */
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

  apart(): Promise<SessionApart> {
    return this.#link.apart();
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
    if (typeof fault.moment === "function") {
      const answer = await call(...given);
      await fault.moment();
      return answer;
    }
    if (fault.moment === "after") await call(...given);
    if (fault.moment === "locked") throw new RpcError("Driver", "Planted", { retriable: true });
    throw new ConnectionError("ConnectionClosed", "Planted");
  }
}
