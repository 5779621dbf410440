/** Which servers of a log live: each renews a lease, and looks at those of the others. */
import type { Clock } from "@fluxwire/transport";
import type { EventStorage } from "../../storage/roles.ts";
import { ServerList } from "./server_list.ts";

/** How often a lease is renewed, in milliseconds. */
const RENEW_MS = 5_000;
/** How many looks in a row find a lease that was not renewed before its server counts as dead: it ends after 15 s. */
const MISSED_LOOKS = 3;

/** What leases stand on. */
export interface LeaseOptions {
  readonly log: EventStorage;
  readonly serverId: string;
  readonly clock: Clock;
  /** Called at each look for each server whose lease is over, until {@link Leases.forget}. It may reject with a `StorageError`. */
  readonly onDead: (serverId: string) => Promise<void>;
  /** Called once if another process renews the lease of this server's id. */
  readonly onSameId: () => void;
}

interface Seen {
  readonly version: number;
  readonly missed: number;
}

/**
 * The leases of all servers. Time is counted in looks that the storage has answered, by the own clock: servers need no common
 * time, and a storage that was out of reach, or a server that was paused, makes no other server look dead.
 */
export class Leases {
  readonly #options: LeaseOptions;
  readonly #list: ServerList;
  readonly #stop = Promise.withResolvers<void>();
  #seen = new Map<string, Seen>();
  readonly #process = crypto.randomUUID();
  #version = 0;
  #hasRenewed = false;
  #isAlone = true;
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: LeaseOptions) {
    this.#options = options;
    this.#list = new ServerList(options.log);
  }

  /** Takes the own lease, and goes on until it is closed. Rejects with a `StorageError`. */
  static async start(options: LeaseOptions): Promise<Leases> {
    const leases = new Leases(options);
    await leases.#list.add(options.serverId);
    await leases.#renew();
    leases.#running = leases.#run();
    return leases;
  }

  /** Whether a server's lease is over, as far as this server has seen. */
  isDead(serverId: string): boolean {
    return (this.#seen.get(serverId)?.missed ?? 0) >= MISSED_LOOKS;
  }

  /** All that a dead server left is done. */
  async forget(serverId: string): Promise<void> {
    await this.#list.remove(serverId);
  }

  /** Renews no more. */
  async close(): Promise<void> {
    this.#isStopped = true;
    this.#stop.resolve();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#isStopped) {
      const pause = Promise.withResolvers<void>(), timer = clock.setTimeout(pause.resolve, RENEW_MS);
      await Promise.race([pause.promise, this.#stop.promise]);
      clock.clearTimeout(timer);
      if (this.#isStopped) return;
      try {
        await this.#list.add(this.#options.serverId);
        await this.#renew();
        await this.#look();
      } catch {
        // Others could not renew either: what was seen before says nothing now.
        this.#seen.clear();
      }
    }
  }

  async #renew(): Promise<void> {
    const { log, serverId, clock } = this.#options, name = `server/${serverId}`;
    const value = JSON.stringify({ at: new Date(clock.now()).toISOString(), process: this.#process });
    let set = await log.setRegister(name, value, this.#version);
    // An earlier run of this server has set it, or the answer to the last renewal was lost.
    if (!set.ok) {
      const register = await log.getRegister(name);
      if (register !== null) this.#compare(register.value);
      set = await log.setRegister(name, value, register?.version ?? 0);
    }
    if (!set.ok) return;
    this.#version = set.version;
    this.#hasRenewed = true;
  }

  /** Whether the lease that was renewed meanwhile is this process's own. */
  #compare(value: string): void {
    if (!this.#hasRenewed || !this.#isAlone || JSON.parse(value).process === this.#process) return;
    this.#isAlone = false;
    this.#options.onSameId();
  }

  async #look(): Promise<void> {
    const { log, serverId, onDead } = this.#options, seen = new Map<string, Seen>();
    for (const id of await this.#list.ids()) {
      if (id === serverId) continue;
      const version = (await log.getRegister(`server/${id}`))?.version ?? 0, before = this.#seen.get(id);
      seen.set(id, { version, missed: before?.version === version ? before.missed + 1 : 0 });
    }
    this.#seen = seen;
    for (const id of seen.keys()) {
      if (this.isDead(id) && !this.#isStopped) await onDead(id);
    }
  }
}
