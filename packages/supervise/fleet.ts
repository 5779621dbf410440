/**
 * Many services together: starts them in the order of their groups, and stops them in reverse.
 *
 * @module
 */
import { HostError } from "./host_error.ts";

/** A service among others. */
export interface FleetMember {
  /** Its id. */
  readonly id: string;
  /**
   * Its group: a group starts when those with lower numbers have, and stops before them.
   *
   * @default {0}
   */
  readonly group?: number;
  /**
   * Its group for starting alone: services whose order of starting is their own concern share one.
   *
   * @default {group}
   */
  readonly startGroup?: number;
  /** Starts it. Resolves when it is ready, or will not be started again of itself. Never rejects. */
  start(): Promise<void>;
  /** Stops it. Resolves when nothing of it is left. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Services that start and stop together; those of one group at the same time.
 *
 * @example
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { Fleet } from "@fluxwire/supervise";
 *
 * const steps: string[] = [];
 * const member = (id: string, group: number) => ({
 *   id,
 *   group,
 *   start: async () => void steps.push(`start ${id}`),
 *   stop: async () => void steps.push(`stop ${id}`),
 * });
 * const fleet = new Fleet([member("api", 1), member("database", 0)]);
 * await fleet.start();
 * await fleet.stop();
 * deepEqual(steps, ["start database", "start api", "stop api", "stop database"]);
 * ```
 */
export class Fleet<S extends FleetMember> {
  readonly #members: ReadonlyMap<string, S>;
  /** The members of each group, by ascending number: for starting, and for stopping. */
  readonly #startGroups: readonly (readonly S[])[];
  readonly #groups: readonly (readonly S[])[];
  /** Counts stops: what starts ends with the next one. */
  #stops = 0;
  #isClosed = false;

  /**
   * Nothing is started yet.
   *
   * @throws {RangeError} for two services of one id.
   */
  constructor(members: readonly S[]) {
    this.#members = new Map(members.map((member) => [member.id, member]));
    if (this.#members.size < members.length) throw new RangeError("Cannot run services: two have the same id");
    this.#groups = grouped(members, ({ group = 0 }) => group);
    this.#startGroups = grouped(members, ({ group = 0, startGroup = group }) => startGroup);
  }

  /** The ids of its services. */
  get ids(): string[] {
    return [...this.#members.keys()];
  }

  /** Its services, in the order in which they were given. */
  get members(): S[] {
    return [...this.#members.values()];
  }

  /**
   * One of its services.
   *
   * @throws {HostError} `UnknownService`.
   */
  get(id: string): S {
    const member = this.#members.get(id);
    if (member !== undefined) return member;
    throw new HostError(
      "UnknownService",
      `Unknown service ${JSON.stringify(id)}: this host has ${this.ids.join(", ")}`,
    );
  }

  /**
   * Starts every service, one group after the other. Resolves when each is ready or will not be started again of itself,
   * or when {@link stop} is called: then no further group starts.
   *
   * @throws {HostError} `ServiceNotReady` once it is closed.
   */
  async start(): Promise<void> {
    this.refuseClosed("start services");
    const stops = this.#stops;
    for (const group of this.#startGroups) {
      if (this.#stops !== stops) return;
      await Promise.all(group.map((member) => member.start()));
    }
  }

  /** Stops every service, the last group first. Resolves when nothing of them is left. */
  async stop(): Promise<void> {
    this.#stops++;
    for (const group of this.#groups.toReversed()) await Promise.all(group.map((member) => member.stop()));
  }

  /** Stops every service; none can be started again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.stop();
  }

  /**
   * Refuses an action once the fleet is closed: what would start then would never be stopped.
   *
   * @throws {HostError} `ServiceNotReady`.
   */
  refuseClosed(action: string): void {
    if (this.#isClosed) throw new HostError("ServiceNotReady", `Cannot ${action}: the host is stopped`);
  }
}

function grouped<S>(members: readonly S[], groupOf: (member: S) => number): S[][] {
  return [...Map.groupBy(members, groupOf)].sort(([a], [b]) => a - b).map(([, group]) => group);
}
