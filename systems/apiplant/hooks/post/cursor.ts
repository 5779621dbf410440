/** Up to which event the post hooks of a server are done, kept in a register of the event storage. */
import type { Clock } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";
import type { EventStorage } from "../../storage/roles.ts";

/** How often the register is written at most, in milliseconds. */
const WRITE_MS = 200;

/** The highest place up to which all events of a server are done. */
export class PostCursor {
  readonly #log: EventStorage;
  readonly #name: string;
  readonly #clock: Clock;
  readonly #open = new Set<Seq>();
  #highest: Seq = 0;
  #version = 0;
  #written: Seq = 0;
  #timer: unknown = null;
  #writing: Promise<void> = Promise.resolve();
  #isLost = false;
  #isClosed = false;

  /** The cursor of a server. Call {@link load} first. */
  constructor(log: EventStorage, serverId: string, clock: Clock) {
    this.#log = log;
    this.#name = `post/${serverId}`;
    this.#clock = clock;
  }

  /**
   * Reads the register. A server that has none begins at `head`, and writes that before it makes its first event.
   *
   * @throws {StorageError} if the register can be neither read nor made.
   */
  async load(head: Seq): Promise<Seq> {
    const register = await this.#log.getRegister(this.#name);
    this.#version = register?.version ?? 0;
    this.#highest = this.#written = register === null ? head : (JSON.parse(register.value) as { seq: Seq }).seq;
    if (register === null) await this.#set(head);
    return this.#highest;
  }

  /** All events of the server up to this one are done, except those that are open. */
  get seq(): Seq {
    return this.#open.size === 0 ? this.#highest : Math.min(...this.#open) - 1;
  }

  /** An event has hooks to run. */
  open(seq: Seq): void {
    this.#open.add(seq);
    this.#highest = Math.max(this.#highest, seq);
  }

  /** All hooks of an event have run, or it has none. */
  done(seq: Seq): void {
    this.#open.delete(seq);
    this.#highest = Math.max(this.#highest, seq);
    if (this.#isClosed) return;
    this.#timer ??= this.#clock.setTimeout(() => {
      this.#timer = null;
      void this.#write();
    }, WRITE_MS);
  }

  /** Writes the register a last time. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#clock.clearTimeout(this.#timer);
    await this.#write();
  }

  #write(): Promise<void> {
    return this.#writing = this.#writing.then(async () => {
      const { seq } = this;
      if (seq === this.#written || this.#isLost) return;
      try {
        await this.#set(seq);
      } catch {
        // The next event tries again; until then, a restart runs some hooks once more.
      }
    });
  }

  async #set(seq: Seq): Promise<void> {
    const set = await this.#log.setRegister(this.#name, JSON.stringify({ seq }), this.#version);
    // Another server has taken the cursor over, and runs what is left.
    if (!set.ok) return void (this.#isLost = true);
    this.#version = set.version;
    this.#written = seq;
  }
}
