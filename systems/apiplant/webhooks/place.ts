/** How far the messages of a webhook are, in a register of the event storage. */
import type { Clock } from "@fluxwire/transport";
import type { Seq } from "../event/event.ts";
import type { EventStorage } from "../storage/roles.ts";

/** How often the register is written at most, in milliseconds. */
const WRITE_MS = 1_000;

/** An event whose message was not taken yet. */
export interface OpenMessage {
  readonly seq: Seq;
  /** How often it was sent. */
  readonly attempts: number;
  /** When it is sent next, in milliseconds since 1970. */
  readonly due: number;
}

/** What the register holds: all events up to `seq` are done, but those that are open. */
export interface KeptPlace {
  readonly seq: Seq;
  readonly open: readonly OpenMessage[];
}

/** The register of a webhook. */
export function placeRegister(id: string): string {
  return `webhook/${id}`;
}

/** Reads a place; `null` if the webhook has none, or is deleted. Rejects with a `StorageError`. */
export async function readPlace(log: EventStorage, id: string): Promise<KeptPlace | null> {
  const register = await log.getRegister(placeRegister(id));
  return register === null ? null : JSON.parse(register.value) as KeptPlace | null;
}

/** The place of one webhook, while this server sends its messages. */
export class WebhookPlace {
  readonly #log: EventStorage;
  readonly #name: string;
  readonly #clock: Clock;
  readonly #onLost: () => void;
  readonly #open = new Map<Seq, OpenMessage>();
  #seq: Seq = 0;
  #version = 0;
  /** What was written last, or tried to. */
  #tried = "";
  #isChanged = false;
  #isLost = false;
  #isClosed = false;
  #timer: unknown = null;
  #writing: Promise<void> = Promise.resolve();

  /** Call {@link load} first. `onLost` is called once if another server has set it. */
  constructor(log: EventStorage, id: string, clock: Clock, onLost: () => void) {
    this.#log = log;
    this.#name = placeRegister(id);
    this.#clock = clock;
    this.#onLost = onLost;
  }

  /** Reads it; without one, it begins at `head`. Rejects with a `StorageError`. */
  async load(head: Seq): Promise<readonly OpenMessage[]> {
    const register = await this.#log.getRegister(this.#name);
    const kept = register === null ? null : JSON.parse(register.value) as KeptPlace | null;
    this.#version = register?.version ?? 0;
    this.#seq = kept?.seq ?? head;
    for (const message of kept?.open ?? []) this.#open.set(message.seq, message);
    return [...this.#open.values()];
  }

  /** The last event that was looked at. */
  get seq(): Seq {
    return this.#seq;
  }

  /** How many messages are open. */
  get waiting(): number {
    return this.#open.size;
  }

  /** All events up to this one were looked at. */
  advance(seq: Seq): void {
    this.#seq = seq;
    this.#change();
  }

  /** A message is open, or was sent once more. */
  open(message: OpenMessage): void {
    this.#open.set(message.seq, message);
    this.#change();
  }

  /** A message was taken, or given up. */
  done(seq: Seq): void {
    this.#open.delete(seq);
    this.#change();
  }

  /** Writes it a last time. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#clock.clearTimeout(this.#timer);
    await this.#write();
  }

  #change(): void {
    this.#isChanged = true;
    if (this.#isClosed) return;
    this.#timer ??= this.#clock.setTimeout(() => {
      this.#timer = null;
      void this.#write();
    }, WRITE_MS);
  }

  #write(): Promise<void> {
    return this.#writing = this.#writing.then(async () => {
      if (!this.#isChanged || this.#isLost) return;
      this.#isChanged = false;
      const kept: KeptPlace = { seq: this.#seq, open: [...this.#open.values()] };
      try {
        const value = JSON.stringify(kept), tried = this.#tried;
        this.#tried = value;
        let set = await this.#log.setRegister(this.#name, value, this.#version);
        if (!set.ok) {
          // Another server has set it; or the answer to the last write was lost, and it is this server's own.
          const register = await this.#log.getRegister(this.#name);
          if (register === null || register.value !== tried) return this.#lose();
          set = await this.#log.setRegister(this.#name, value, register.version);
          if (!set.ok) return this.#lose();
        }
        this.#version = set.version;
      } catch {
        // The next change tries again; until then, a restart sends some messages once more.
        this.#isChanged = true;
      }
    });
  }

  #lose(): void {
    this.#isLost = true;
    this.#onLost();
  }
}
