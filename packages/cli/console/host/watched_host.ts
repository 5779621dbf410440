/**
 * A host's status as a stream: all of it first, then what changes, and it looks again when none runs.
 *
 * @module
 */
import { LineRing, SourceError } from "@fluxwire/console";
import type { HostLine, ShownHost } from "@fluxwire/console/api";
import type { HostStatus, ServiceStatus } from "@fluxwire/host";
import type { ServiceEvent } from "@fluxwire/supervise";
import { type Clock, pause, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { HostAsker } from "./host_asker.ts";
import { shownEvent, shownHost, shownService } from "./shown_status.ts";

/** The pause before it looks for a host again, in milliseconds. */
const LOOK_MS = 2_000;

/** What a host sends to those that watch it. */
type Watched =
  | { readonly status: HostStatus }
  | { readonly events: ServiceEvent[]; readonly missed: number; services: ServiceStatus[]; gone: string[] };

/** Watches one host until it is disposed. */
export class WatchedHost implements AsyncDisposable {
  /** The lines, each a {@link HostLine}. */
  readonly lines: LineRing = new LineRing();
  readonly #asker: HostAsker;
  readonly #name: string;
  readonly #clock: Clock;
  readonly #ending = new AbortController();
  #host: ShownHost | null = null;
  #last = "";
  #running: Promise<void> | null = null;

  /** @param name The host's name for people. */
  constructor(asker: HostAsker, name: string, clock: Clock = SYSTEM_CLOCK) {
    this.#asker = asker;
    this.#name = name;
    this.#clock = clock;
  }

  /** Begins to watch, unless it has begun. */
  start(): void {
    this.#running ??= this.#run(this.#ending.signal);
  }

  /** The host as it is now, which becomes a line as well: for a page that has missed some. Null if none is watched. */
  refresh(): ShownHost | null {
    if (this.#host !== null) this.#push({ status: this.#host });
    return this.#host;
  }

  /** Ends the stream. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#running;
    this.lines.finish();
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const absent = await this.#watch(signal);
      if (signal.aborted) return;
      this.#host = null;
      this.#push({ absent: absent.failure });
      await pause(LOOK_MS, { signal, clock: this.#clock });
    }
  }

  /** Why it watches no more. */
  async #watch(signal: AbortSignal): Promise<SourceError> {
    const onEvent = (event: unknown) => this.#take(event as Watched);
    try {
      await this.#asker.ask({ verb: "watch" }, { signal, onEvent });
      return this.#asker.absent("The host was stopped");
    } catch (error) {
      return error instanceof SourceError ? error : this.#asker.failure(error);
    }
  }

  #take(event: Watched): void {
    if ("status" in event) {
      this.#host = shownHost(this.#name, event.status);
      return this.#push({ status: this.#host });
    }
    if (this.#host === null) return;
    const services = event.services.map(shownService), changed = new Map(services.map((one) => [one.id, one]));
    const kept = this.#host.services.filter(({ id }) => !event.gone.includes(id));
    const added = services.filter(({ id }) => !kept.some((one) => one.id === id));
    this.#host = { ...this.#host, services: [...kept.map((one) => changed.get(one.id) ?? one), ...added] };
    this.#push({ services, gone: event.gone, events: event.events.map(shownEvent), missed: event.missed });
    if (event.missed > 0) this.#push({ status: this.#host });
  }

  /** The same again, such as that no host runs, is not repeated. */
  #push(line: HostLine): void {
    const text = JSON.stringify(line);
    if ("absent" in line && text === this.#last) return;
    this.#last = text;
    this.lines.push(text);
  }
}
