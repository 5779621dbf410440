/**
 * The streams of a connection by their numbers, and what is known of numbers without a stream.
 *
 * @module
 */
import { MAX_STREAM_ID } from "./frame_type.ts";
import { Recent } from "./recent.ts";
import type { Stream } from "./stream.ts";

/** Numbers are used once, in ascending order: odd ones by the client. */
export class StreamTable {
  /** The streams that are not over. */
  readonly open: Map<number, Stream> = new Map();
  /** The last number that the peer has used. */
  lastPeerId = 0;
  readonly #isServer: boolean;
  readonly #reset = new Recent();
  #nextId = 1;

  /** No number is used. */
  constructor(isServer: boolean) {
    this.#isServer = isServer;
  }

  /** Whether this end has numbers left. */
  get hasNumbers(): boolean {
    return this.#nextId < MAX_STREAM_ID;
  }

  /** Uses the next number of this end. */
  takeNumber(): number {
    const id = this.#nextId;
    this.#nextId += 2;
    return id;
  }

  /** Whether a stream was never open. */
  isIdle(id: number): boolean {
    const isPeers = (id % 2 === 1) === this.#isServer;
    return isPeers ? id > this.lastPeerId : id >= this.#nextId;
  }

  /** Remembers that this end has reset a stream: the peer may still be sending on it. */
  rememberReset(id: number): void {
    this.#reset.add(id);
  }

  /** Whether this end has reset a stream lately. */
  wasReset(id: number): boolean {
    return this.#reset.has(id);
  }
}
