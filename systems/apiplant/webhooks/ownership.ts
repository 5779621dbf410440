/** Which server of a log sends the messages of webhooks: one, until it ends or renews its lease no more. */
import type { Clock } from "@fluxwire/transport";
import type { EventStorage } from "../storage/roles.ts";

const NAME = "webhooks-server";
/** How often the lease is renewed and looked at, in milliseconds. */
export const LOOK_MS = 5_000;
/** After how many looks in a row that find it as it was, its server counts as dead. */
const MISSED_LOOKS = 3;

interface Lease {
  /** The server; `null` if it has let it go. */
  readonly server: string | null;
  /** Tells a process from an earlier run of its server. */
  readonly process: string;
  readonly count: number;
}

/** What a lease depends on. */
export interface OwnershipOptions {
  readonly log: EventStorage;
  readonly serverId: string;
  readonly clock: Clock;
  /** Called after each look, also if nothing has changed. It must not reject. */
  readonly onLook: () => Promise<void>;
}

/**
 * The lease of this server. A server that was paused for long finds that it has lost it at its next look; what it sends before is
 * sent twice at most, with the same id.
 */
export class Ownership {
  readonly #options: OwnershipOptions;
  readonly #process = crypto.randomUUID();
  readonly #stop = Promise.withResolvers<void>();
  #isOwner = false;
  #version = 0;
  #count = 0;
  #seen = { version: 0, missed: 0 };
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: OwnershipOptions) {
    this.#options = options;
  }

  /** Looks at once, and then each 5 s; a log that no other server has needs no lease. Rejects with a `StorageError`. */
  static async start(options: OwnershipOptions): Promise<Ownership> {
    const ownership = new Ownership(options);
    if (!(await options.log.info()).shared) ownership.#isOwner = true;
    else {
      await ownership.#look();
      ownership.#running = ownership.#run();
    }
    return ownership;
  }

  /** Whether this server sends. */
  get isOwner(): boolean {
    return this.#isOwner;
  }

  /** Looks no more. Lets another server send at its next look; call it when nothing is sent here any more. */
  async close(): Promise<void> {
    this.#isStopped = true;
    this.#stop.resolve();
    await this.#running;
    if (!this.#isOwner || this.#version === 0) return;
    this.#isOwner = false;
    // Without it, the others wait until the lease is over.
    await this.#set(null).catch(() => {});
  }

  async #run(): Promise<void> {
    const { clock, onLook } = this.#options;
    while (!this.#isStopped) {
      const pause = Promise.withResolvers<void>(), timer = clock.setTimeout(pause.resolve, LOOK_MS);
      await Promise.race([pause.promise, this.#stop.promise]);
      clock.clearTimeout(timer);
      if (this.#isStopped) return;
      try {
        await this.#look();
      } catch {
        // The others could not renew either.
        this.#seen = { version: 0, missed: 0 };
      }
      await onLook();
    }
  }

  async #look(): Promise<void> {
    if (this.#isOwner && await this.#set(this.#options.serverId)) return;
    const register = await this.#options.log.getRegister(NAME);
    const lease = register === null ? null : JSON.parse(register.value) as Lease, version = register?.version ?? 0;
    const isOwn = lease?.process === this.#process && lease.server !== null;
    const missed = version === this.#seen.version ? this.#seen.missed + 1 : 0;
    this.#seen = { version, missed };
    if (isOwn || lease === null || lease.server === null || missed >= MISSED_LOOKS) {
      this.#version = version;
      this.#isOwner = await this.#set(this.#options.serverId);
    } else this.#isOwner = false;
  }

  async #set(server: string | null): Promise<boolean> {
    const lease: Lease = { server, process: this.#process, count: ++this.#count };
    const set = await this.#options.log.setRegister(NAME, JSON.stringify(lease), this.#version);
    if (set.ok) this.#version = set.version;
    return set.ok;
  }
}
