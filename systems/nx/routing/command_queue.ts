/**
 * The commands of one hub that wait, and how many are with it: first come first served for each child, children in turn.
 *
 * @module
 */

/** How many commands may wait for a hub, and how many bytes of payload. */
export const MAX_WAITING = 4_096;
export const MAX_WAITING_BYTES: number = 64 << 20;

/** A command, as far as its order is concerned. */
export interface QueuedCommand {
  readonly childRef: string;
  /** The bytes that it holds while it waits. */
  readonly byteLength: number;
}

/** The state of one child. */
interface Child<C> {
  readonly waiting: Set<C>;
  inFlight: number;
}

/** Orders commands, and bounds how many are without an answer. */
export class CommandQueue<C extends QueuedCommand> {
  readonly #children = new Map<string, Child<C>>();
  /** The children that have a command which may go, in their turn. */
  readonly #ready = new Set<string>();
  #maxInFlight = 0;
  #waiting = 0;
  #waitingBytes = 0;
  #inFlight = 0;

  /** How many wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** How many are without an answer. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** How many may be without an answer: none before a session. Half of these, rounded up, for one child. */
  set maxInFlight(count: number) {
    this.#maxInFlight = count;
    for (const [childRef, child] of this.#children) this.#sort(childRef, child);
  }

  /** Adds a command; false if too much waits already. */
  add(command: C): boolean {
    if (this.#waiting >= MAX_WAITING || this.#waitingBytes + command.byteLength > MAX_WAITING_BYTES) return false;
    const child = this.#childOf(command.childRef);
    child.waiting.add(command);
    this.#waiting++;
    this.#waitingBytes += command.byteLength;
    this.#sort(command.childRef, child);
    return true;
  }

  /** The command that goes next, which then is in flight; null if none may. */
  take(): C | null {
    if (this.#inFlight >= this.#maxInFlight) return null;
    const [childRef] = this.#ready;
    if (childRef === undefined) return null;
    const child = this.#childOf(childRef);
    const [command] = child.waiting;
    this.#forget(child, command!);
    child.inFlight++;
    this.#inFlight++;
    // The next child has its turn first.
    this.#ready.delete(childRef);
    this.#sort(childRef, child);
    return command!;
  }

  /** A command that was taken has ended. */
  release({ childRef }: C): void {
    const child = this.#childOf(childRef);
    child.inFlight--;
    this.#inFlight--;
    this.#sort(childRef, child);
  }

  /** Takes a command out that waits; it is never sent. */
  remove(command: C): void {
    const child = this.#childOf(command.childRef);
    if (!child.waiting.has(command)) return;
    this.#forget(child, command);
    this.#sort(command.childRef, child);
  }

  #childOf(childRef: string): Child<C> {
    let child = this.#children.get(childRef);
    if (child === undefined) this.#children.set(childRef, child = { waiting: new Set(), inFlight: 0 });
    return child;
  }

  #forget(child: Child<C>, command: C): void {
    child.waiting.delete(command);
    this.#waiting--;
    this.#waitingBytes -= command.byteLength;
  }

  /** Puts a child among those whose turn comes, or takes it out. */
  #sort(childRef: string, { waiting, inFlight }: Child<C>): void {
    const isReady = waiting.size > 0 && inFlight < Math.max(1, Math.ceil(this.#maxInFlight / 2));
    if (isReady) this.#ready.add(childRef);
    else this.#ready.delete(childRef);
    if (waiting.size === 0 && inFlight === 0) this.#children.delete(childRef);
  }
}
