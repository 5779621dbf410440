/**
 * What a running host does when it is asked over its control socket.
 *
 * @module
 */
import type { ControlVerbs, LogLine } from "@fluxwire/supervise";
import type { Host } from "@fluxwire/host";

/** Sends an event; resolves when the peer has taken it. */
type Emit = (event: unknown) => Promise<void>;

/** Does what is asked of a host. */
export class HostControl {
  readonly #host: Host;
  readonly #stopped = Promise.withResolvers<null>();
  readonly #ended = new AbortController();
  /** Resolves when somebody has asked to stop the whole host. */
  readonly stopped: Promise<null> = this.#stopped.promise;

  /** @param host Whom it is done with. */
  constructor(host: Host) {
    this.#host = host;
  }

  /** The host is stopped: whoever asked for that, or follows a log, gets an answer. */
  end(): void {
    this.#ended.abort();
  }

  /** What the host does when it is asked. */
  readonly verbs: ControlVerbs = {
    status: async () => await this.#host.status(),
    restart: async ({ service }) => {
      await Promise.all(this.#ids(service).map((id) => this.#host.restart(id)));
      return null;
    },
    stop: async ({ service }) => {
      if (service !== null) return void await this.#host.stop(service);
      this.#stopped.resolve(null);
      return await aborted(this.#ended.signal);
    },
    logs: async ({ service, lines, follow }, emit, signal) => {
      const end = AbortSignal.any([signal, this.#ended.signal]);
      return await this.#sendLogs(this.#ids(service), { lines, follow, emit, signal: end });
    },
  };

  #ids(service: string | null): string[] {
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

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}

/** A line as it is sent: its time as ISO 8601, the level of the host's own lines not twice. */
function sent({ time, service, stream, level, text }: LogLine): Record<string, string> {
  const own = stream === "host" ? text.replace(/^[A-Z]+ /, "") : text;
  return { time: time.toISOString(), service, stream, level, text: own };
}
