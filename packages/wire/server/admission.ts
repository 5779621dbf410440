/**
 * Who is there: connections whose Hello was accepted, and strangers, each up to a limit of its own.
 *
 * @module
 */
import { type Clock, ProtocolError } from "@fluxwire/transport";
import { type ProtocolErrorCode, RpcError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { Peer } from "./peer.ts";

/** How long a stranger keeps its place, in milliseconds: hosts that connect at the same time say Hello within it. */
export const STRANGER_GRACE_MS = 50;

/**
 * How long the place of a stranger that left rests, in milliseconds: strangers that come again and again get no more of
 * the driver's time than `maxStrangers` of them need in it.
 */
export const PLACE_REST_MS = 100;

/** The connections of a {@link Server}. */
export class Admission {
  readonly #limits: Limits;
  readonly #clock: Clock;
  /** Since when each is silent; the one that has been silent longest comes first. */
  readonly #strangers = new Map<Peer, number>();
  readonly #introduced = new Set<Peer>();
  /** When the strangers left whose places rest, in order. */
  readonly #left: number[] = [];
  #wake: () => void = () => {};
  #isClosed = false;

  /** @param limits `maxStrangers` and `maxConnections` hold. */
  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Strangers that are there. */
  get strangers(): number {
    return this.#strangers.size;
  }

  /** Connections whose Hello was accepted. */
  get introduced(): number {
    return this.#introduced.size;
  }

  /** All that are there. */
  get peers(): Peer[] {
    return [...this.#introduced, ...this.#strangers.keys()];
  }

  /**
   * Resolves when one more stranger may come. Before it takes the place of another one there is a turn in which that
   * one's Hello can be read: this process may have stood still while it came.
   */
  async untilPlace(): Promise<void> {
    let hasTurned = false;
    for (;;) {
      const isFull = this.#strangers.size >= this.#limits.maxStrangers;
      const ms = Math.max(this.#wait(), isFull && !hasTurned ? 1 : 0);
      if (ms === 0 || this.#isClosed) return;
      hasTurned = true;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = this.#clock.setTimeout(resolve, ms);
      await promise;
      this.#clock.clearTimeout(timer);
    }
  }

  /** A stranger comes; where as many as may be are there, the one that has been silent longest goes. */
  enter(peer: Peer): void {
    const { maxStrangers } = this.#limits;
    if (this.#strangers.size >= maxStrangers) {
      const [first] = this.#strangers.keys();
      this.#strangers.delete(first!);
      first!.close(crowdedOut(maxStrangers));
    }
    this.#strangers.set(peer, this.#clock.now());
  }

  /** Counts a stranger that has sent something as silent from now on only. */
  heard(peer: Peer): void {
    if (this.#strangers.delete(peer)) this.#strangers.set(peer, this.#clock.now());
  }

  /** Makes a stranger a host: null if it may be one, else why not. */
  admit(peer: Peer): RpcError | null {
    const { maxConnections } = this.#limits;
    if (this.#introduced.size >= maxConnections) {
      const text = `Cannot accept connection: maxConnections ${maxConnections} are open; close one, or raise the limit`;
      return new RpcError("Transport", text, { retriable: true });
    }
    this.#strangers.delete(peer);
    this.#introduced.add(peer);
    this.#wake();
    return null;
  }

  /** A connection is over. The place of a stranger rests for a while. */
  leave(peer: Peer): void {
    this.#introduced.delete(peer);
    if (!this.#strangers.delete(peer)) return;
    this.#left.push(this.#clock.now());
    this.#wake();
  }

  /** Lets nothing wait for a place any more. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** How long the next stranger must wait, in milliseconds. */
  #wait(): number {
    const { maxStrangers } = this.#limits;
    while (this.#left.length > 0 && this.#rest(this.#left[0]!, PLACE_REST_MS) === 0) this.#left.shift();
    const ofPlaces = this.#left.length >= maxStrangers ? this.#rest(this.#left[0]!, PLACE_REST_MS) : 0;
    if (this.#strangers.size < maxStrangers) return ofPlaces;
    const [longest] = this.#strangers.values();
    return Math.max(ofPlaces, this.#rest(longest!, STRANGER_GRACE_MS));
  }

  /** What is left of that many milliseconds since then; nothing if the clock was set back. */
  #rest(since: number, ms: number): number {
    const passed = this.#clock.now() - since;
    return passed < 0 ? 0 : Math.max(ms - passed, 0);
  }
}

function crowdedOut(maxStrangers: number): ProtocolError {
  return new ProtocolError<ProtocolErrorCode>(
    "HandshakeTimeout",
    `Cannot wait for Hello: maxStrangers ${maxStrangers} connections have not said it, and this one was silent longest; ` +
      "raise maxStrangers if that many hosts connect at once",
  );
}
