/**
 * What clients that watch a host get: its status first, then each event and each service that changed.
 *
 * @module
 */
import { type Clock, pause, SYSTEM_CLOCK } from "@fluxwire/transport";

/** How often a host looks for changes while it is watched, in milliseconds. */
const LOOK_MS = 500;
/** How many events wait for a client that does not read; more are dropped and counted. */
const MAX_WAITING = 1_000;

/** A status with services, as JSON. */
interface Watched {
  readonly services: readonly { readonly id: string }[];
}

/** Sends an event; resolves when the peer has received it. */
type Emit = (event: unknown) => Promise<void>;

/** The events of a host, for all that watch it. */
export class Watching {
  readonly #status: () => Promise<unknown>;
  readonly #clock: Clock;
  readonly #clients = new Set<Waiting>();

  /**
   * Nothing is watched yet.
   *
   * @param status Gives the host's status.
   */
  constructor(status: () => Promise<unknown>, clock: Clock = SYSTEM_CLOCK) {
    this.#status = status;
    this.#clock = clock;
  }

  /** Gives an event of the host to all that watch it. */
  announce(event: unknown): void {
    for (const client of this.#clients) client.add(event);
  }

  /**
   * Sends `{ status }`, then `{ events, missed, services, gone }` whenever there are any: events that were announced, how
   * many were dropped, services whose status is another than before, and ids of services that are gone.
   */
  async watch(emit: Emit, signal: AbortSignal): Promise<null> {
    const client = new Waiting();
    this.#clients.add(client);
    try {
      const status = await this.#status();
      await emit({ status });
      const known = new Map(servicesOf(status).map((service) => [service.id, JSON.stringify(service)]));
      while (!signal.aborted) {
        await pause(LOOK_MS, { signal, clock: this.#clock });
        const change = { ...client.take(), ...changesOf(servicesOf(await this.#status()), known) };
        if (Object.values(change).every((part) => part === 0 || (part as unknown[]).length === 0)) continue;
        await emit(change);
      }
      return null;
    } finally {
      this.#clients.delete(client);
    }
  }
}

/** The events that wait for one client. */
class Waiting {
  #events: unknown[] = [];
  #missed = 0;

  add(event: unknown): void {
    if (this.#events.length < MAX_WAITING) this.#events.push(event);
    else this.#missed++;
  }

  take(): { events: unknown[]; missed: number } {
    const taken = { events: this.#events, missed: this.#missed };
    this.#events = [];
    this.#missed = 0;
    return taken;
  }
}

function servicesOf(status: unknown): Watched["services"] {
  return (status as Watched).services;
}

/** The services that are others than known before, which are known then. */
function changesOf(
  services: Watched["services"],
  known: Map<string, string>,
): { services: Watched["services"]; gone: string[] } {
  const changed = services.filter((service) => known.get(service.id) !== JSON.stringify(service));
  const ids = new Set(services.map(({ id }) => id)), gone = [...known.keys()].filter((id) => !ids.has(id));
  for (const service of changed) known.set(service.id, JSON.stringify(service));
  for (const id of gone) known.delete(id);
  return { services: changed, gone };
}
