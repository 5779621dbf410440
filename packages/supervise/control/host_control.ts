/**
 * The verbs that a running host serves on its control socket.
 *
 * @module
 */
import { aborted } from "@fluxwire/transport";
import type { LogLine, LogStore } from "../logs/log_store.ts";
import type { ControlVerbs } from "./server.ts";
import { Watching } from "./watching.ts";

/** Sends an event; resolves when the peer has received it. */
type Emit = (event: unknown) => Promise<void>;

/** A host, as far as it is controlled. */
export interface ControlledHost {
  /** The ids of its services. */
  readonly ids: readonly string[];
  /** Its status, which must be JSON. */
  status(): Promise<unknown>;
  /** Stops a service and starts it. */
  restart(id: string): Promise<void>;
  /** Stops a service. */
  stop(id: string): Promise<void>;
  /** The log of a service. */
  log(id: string): LogStore;
}

/** Serves the requests to a host: `status`, `restart`, `stop`, `logs` and `watch`. */
export class HostControl {
  readonly #host: ControlledHost;
  readonly #stopped = Promise.withResolvers<null>();
  readonly #ended = new AbortController();
  readonly #watching: Watching;
  /** Resolves when a client has asked to stop the whole host. */
  readonly stopped: Promise<null> = this.#stopped.promise;

  /**
   * A control of one host.
   *
   * @param host The host to control.
   */
  constructor(host: ControlledHost) {
    this.#host = host;
    this.#watching = new Watching(() => host.status());
  }

  /** Gives an event of the host to the clients that watch it. */
  announce(event: unknown): void {
    this.#watching.announce(event);
  }

  /** Answers the clients that wait for the host's end or follow a log, once the host is stopped. */
  end(): void {
    this.#ended.abort();
  }

  /** The host's verbs. */
  readonly verbs: ControlVerbs = {
    status: async () => await this.#host.status(),
    restart: async ({ service }) => {
      await Promise.all(this.#ids(service).map((id) => this.#host.restart(id)));
      return null;
    },
    stop: async ({ service }) => {
      if (service !== null) return void await this.#host.stop(service);
      this.#stopped.resolve(null);
      await aborted(this.#ended.signal);
      return null;
    },
    logs: async ({ service, lines, follow }, emit, signal) => {
      const end = AbortSignal.any([signal, this.#ended.signal]);
      return await this.#sendLogs(this.#ids(service), { lines, follow, emit, signal: end });
    },
    watch: async (_, emit, signal) => {
      return await this.#watching.watch(emit, AbortSignal.any([signal, this.#ended.signal]));
    },
  };

  #ids(service: string | null): readonly string[] {
    return service === null ? this.#host.ids : [service];
  }

  async #sendLogs(
    ids: readonly string[],
    { lines, follow, emit, signal }: { lines: number; follow: boolean; emit: Emit; signal: AbortSignal },
  ): Promise<null> {
    const logs = ids.map((id) => this.#host.log(id));
    const kept = logs.map((log) => log.lines());
    const last = kept.flat().sort((a, b) => a.time.getTime() - b.time.getTime()).slice(-lines || Infinity);
    for (const line of last) await emit(sent(line));
    if (!follow) return null;
    await Promise.all(logs.map(async (log, i) => {
      const from = kept[i]!.at(-1)?.seq;
      for await (const line of log.follow({ from: from === undefined ? undefined : from + 1, signal })) {
        await emit(sent(line));
      }
    }));
    return null;
  }
}

/** A log line to send: its time as ISO 8601, without the level in the text of the host's own lines. */
function sent({ time, service, stream, level, text }: LogLine): Record<string, string> {
  const own = stream === "host" || stream === "rpc" ? text.replace(/^[A-Z]+ /, "") : text;
  return { time: time.toISOString(), service, stream, level, text: own };
}
