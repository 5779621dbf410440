/**
 * Replays a recording against a driver as the host: sends the recorded requests, compares the answers.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { encode, fromExact, toExact } from "@fluxwire/wire";
import type { CloseEntry, Entry, FrameEntry } from "../entry.ts";
import { ReplayReport } from "./difference.ts";
import { IdMap } from "./id_map.ts";
import type { IgnoredPaths } from "./ignored_paths.ts";
import { LiveDriver } from "./live_driver.ts";
import { Secrets } from "@fluxwire/transport/secrets";
import { type LiveSecrets, withSecrets } from "./live_secrets.ts";
import { requestIdOf } from "./recorded_connection.ts";

/** How to replay as the host. */
export interface HostReplayOptions {
  /** Connects to the driver. */
  dial(): Promise<Transport>;
  /** The values for masked secrets. */
  secrets: LiveSecrets;
  /** The differences to ignore. */
  ignored: IgnoredPaths;
  /** How long each answer may take, in milliseconds. */
  timeoutMs: number;
  /** Ends the replay when it aborts. */
  signal: AbortSignal;
  /**
   * The timers.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/**
 * Replays a recording in order, as fast as the driver answers.
 *
 * @throws {ConnectionError} `Timeout` if an answer does not come; `SocketUnreachable` if no driver listens.
 */
export async function replayAsHost(entries: AsyncIterable<Entry>, options: HostReplayOptions): Promise<ReplayReport> {
  const replay = new HostReplay(options);
  try {
    for await (const entry of entries) await replay.play(entry);
  } finally {
    await replay.end();
  }
  return replay.report;
}

class HostReplay {
  readonly #options: HostReplayOptions;
  readonly #ids = new IdMap();
  readonly #connections = new Map<number, LiveDriver>();
  /** How many answers of a connection were withheld: theirs are never asked for. */
  readonly #withheld = new Map<number, number>();
  readonly report: ReplayReport;
  #frame = 0;

  constructor(options: HostReplayOptions) {
    this.#options = options;
    const { token, password, values } = options.secrets, secrets = new Secrets();
    secrets.add([token, password(false), ...values.values()]);
    this.report = new ReplayReport((text) => secrets.mask(text));
  }

  async play(entry: Entry): Promise<void> {
    if (entry.event === "connect") {
      const transport = await this.#options.dial();
      this.#connections.set(entry.connection, new LiveDriver(transport, this.#options.clock ?? SYSTEM_CLOCK));
      this.report.connections++;
      return;
    }
    if (entry.event === "frame") this.#frame++;
    const live = this.#connections.get(entry.connection);
    if (live === undefined) return;
    if (entry.event === "close") await this.#close(entry, live);
    else if (entry.from === "host") await this.#send(entry, live);
    else await this.#compare(entry, live);
  }

  async end(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((live) => live.close(this.#options.timeoutMs)));
    this.#connections.clear();
  }

  async #send(entry: FrameEntry, live: LiveDriver): Promise<void> {
    const payload = this.#payloadOf(entry);
    if (payload !== null) return live.send(payload, entry.layout);
    // What the driver did from here on was about a request that cannot be repeated.
    this.#note(entry, "a request that is withheld", "not sent, nor what follows on its connection");
    this.#connections.delete(entry.connection);
    await live.close(this.#options.timeoutMs);
  }

  /** The recorded bytes, unless ids or secrets must be replaced; null if they are withheld. */
  #payloadOf({ hex, envelope, layout, pass }: FrameEntry): Uint8Array | null {
    if (envelope === null || layout === null) return hex === null ? null : Uint8Array.fromHex(hex);
    const now = withSecrets(this.#ids.rewrite(envelope), this.#options.secrets);
    if (JSON.stringify(now) === JSON.stringify(envelope)) return Uint8Array.fromHex(hex!);
    return encode("request", layout, fromExact("request", now), { faithful: pass === "tail" || pass === "lenient" });
  }

  async #compare(entry: FrameEntry, live: LiveDriver): Promise<void> {
    const requestId = requestIdOf(entry);
    if (requestId === null) {
      this.#withheld.set(entry.connection, (this.#withheld.get(entry.connection) ?? 0) + 1);
      return this.#note(entry, "an answer that is withheld", "not compared");
    }
    const { timeoutMs, signal, ignored } = this.#options;
    const answer = await live.answer(requestId, timeoutMs, signal);
    if (answer === null) {
      this.#connections.delete(entry.connection);
      return this.#note(entry, "an answer", "the connection was closed");
    }
    if ("problem" in answer) return this.#note(entry, "an answer", answer.problem);
    const found = toExact("response", answer.envelope);
    this.#ids.learn(entry.envelope, found);
    const place = { frame: this.#frame, connection: entry.connection };
    this.report.compare(place, this.#ids.rewrite(entry.envelope), found, ignored);
  }

  async #close(entry: CloseEntry, live: LiveDriver): Promise<void> {
    const { timeoutMs, signal } = this.#options;
    if (entry.by === "driver") await live.untilClosed(timeoutMs, signal);
    const unread = live.unread - (this.#withheld.get(entry.connection) ?? 0);
    if (unread > 0) {
      const found = `${unread} more answers`;
      this.report.add({ frame: null, connection: entry.connection, path: "", recorded: "no more answers", found });
    }
    await live.close(timeoutMs);
    this.#connections.delete(entry.connection);
  }

  #note({ connection }: FrameEntry, recorded: string, found: string): void {
    this.report.add({ frame: this.#frame, connection, path: "", recorded, found });
  }
}
