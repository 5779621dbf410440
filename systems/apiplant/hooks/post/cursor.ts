/** Up to which event the post hooks of a server are done, kept in a register of the event storage. */
import type { Clock } from "@fluxwire/transport";
import type { Seq } from "../../event/event.ts";
import { type EventStorage, StorageError } from "../../storage/roles.ts";
import { changeRegister, readRegister, type Registers } from "../../storage/register.ts";

/** How often the register is written at most, in milliseconds. */
const WRITE_MS = 200;

/** What the register holds. */
interface Kept {
  readonly seq: Seq;
  /** The server that runs the hooks; an older release left it out. */
  readonly owner?: string;
}

/** The register of the events of a server. */
function cursorRegister(origin: string): string {
  return `post/${origin}`;
}

/** Up to which event the post hooks of a server's events are done; `null` if it never had any. Rejects with a `StorageError`. */
export async function cursorOf(log: Registers, origin: string): Promise<Seq | null> {
  return (await readRegister<Kept>(log, cursorRegister(origin)))?.value.seq ?? null;
}

/** The highest place up to which all events of a server, its origin, are done. The server that owns it runs their hooks. */
export class PostCursor {
  readonly #log: EventStorage;
  readonly #name: string;
  readonly #origin: string;
  readonly #owner: string;
  readonly #clock: Clock;
  readonly #open = new Set<Seq>();
  #highest: Seq = 0;
  #version = 0;
  #written: Seq = 0;
  #timer: unknown = null;
  #writing: Promise<void> = Promise.resolve();
  #isLost = false;
  #isClosed = false;

  /** The cursor of the events of a server, for this one. Call {@link load} or {@link takeOver} first. */
  constructor(log: EventStorage, origin: string, owner: string, clock: Clock) {
    this.#log = log;
    this.#name = cursorRegister(origin);
    this.#origin = origin;
    this.#owner = owner;
    this.#clock = clock;
  }

  /**
   * Reads the register of the own server, and takes it back if another one has it. A server without a register begins at
   * `head`, and writes that before it makes its first event.
   *
   * @throws {StorageError} if the register can be neither read nor set.
   */
  async load(head: Seq): Promise<Seq> {
    const held = await changeRegister<Kept>(this.#log, this.#name, (kept) => {
      return kept !== null && this.#ownerOf(kept) === this.#owner
        ? kept
        : { seq: kept?.seq ?? head, owner: this.#owner };
    });
    if (held === null) {
      throw new StorageError("conflict", `Other servers change the register ${this.#name}: try again`);
    }
    this.#version = held.version;
    return this.#highest = this.#written = held.value.seq;
  }

  /**
   * Takes the cursor of a dead server over, with the place that it had. `null` if another server has it that is not dead, or
   * was first; `none` if the server never had one.
   *
   * @throws {StorageError} if the register can be neither read nor set.
   */
  async takeOver(isDead: (serverId: string) => boolean): Promise<Seq | null | "none"> {
    const kept = await this.#read();
    if (kept === null) return "none";
    const owner = this.#ownerOf(kept);
    if (owner !== this.#origin && owner !== this.#owner && !isDead(owner)) return null;
    this.#highest = this.#written = kept.seq;
    return await this.#set(kept.seq) ? kept.seq : null;
  }

  /** Whether another server has it now, which runs the hooks that are left. */
  get isLost(): boolean {
    return this.#isLost;
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
        if (!await this.#set(seq)) await this.#setAgain(seq);
      } catch {
        // The next event tries again; until then, a restart runs some hooks once more.
      }
    });
  }

  /** Another server has set the register, or the answer to the last write was lost. A server takes its own cursor back. */
  async #setAgain(seq: Seq): Promise<void> {
    const kept = await this.#read();
    if (this.#owner !== this.#origin && (kept === null || this.#ownerOf(kept) !== this.#owner)) this.#isLost = true;
    else await this.#set(seq);
  }

  async #read(): Promise<Kept | null> {
    const held = await readRegister<Kept>(this.#log, this.#name);
    this.#version = held?.version ?? 0;
    return held?.value ?? null;
  }

  #ownerOf({ owner }: Kept): string {
    return owner ?? this.#origin;
  }

  async #set(seq: Seq): Promise<boolean> {
    const kept: Kept = { seq, owner: this.#owner };
    const set = await this.#log.setRegister(this.#name, JSON.stringify(kept), this.#version);
    if (!set.ok) return false;
    this.#version = set.version;
    this.#written = seq;
    return true;
  }
}
