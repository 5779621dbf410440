/**
 * The console's connection to an exporter: it is made when it is needed, and made again after it has ended.
 *
 * @module
 */
import { LineRing, type LogLine, ownPaths, programMask, type TreeChange } from "@fluxwire/console";
import { connect } from "../client/connect.ts";
import type { Endpoint } from "../client/endpoint.ts";
import type { Exporter } from "../client/exporter.ts";

/** The levels of Python's log, as the page has them. */
const LEVELS: Readonly<Record<string, string>> = {
  DEBUG: "debug",
  INFO: "info",
  WARNING: "warn",
  ERROR: "error",
  CRITICAL: "error",
};
/** What the log keeps, in characters. */
const MAX_LOG = 1 << 20;

/** The connection, its log, and what the page learns of its end. */
export class ExporterLink {
  readonly #endpoint: Endpoint;
  readonly #masked = programMask(ownPaths());
  readonly #ended = new AbortController();
  #connecting: Promise<Exporter> | null = null;
  #following: Promise<void> = Promise.resolve();
  /** The exporter's log: a {@link LogLine} in each line. */
  readonly logs: LineRing = new LineRing(MAX_LOG);
  /** A {@link TreeChange} whenever the connection has ended or begun. */
  readonly changes: LineRing = new LineRing(MAX_LOG);

  /** Does not connect yet. */
  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /**
   * The exporter.
   *
   * @throws What connecting has thrown; the next call tries again.
   */
  connected(): Promise<Exporter> {
    return this.#connecting ??= this.#connect();
  }

  /** Ends the connection and all that runs on it. */
  async close(): Promise<void> {
    this.#ended.abort();
    const exporter = await this.#connecting?.catch(() => null) ?? null;
    await exporter?.close();
    await this.#following;
    this.logs.finish();
    this.changes.finish();
  }

  async #connect(): Promise<Exporter> {
    try {
      const exporter = await connect({ endpoint: this.#endpoint, signal: this.#ended.signal });
      exporter.closed.then((error) => this.#lost(error));
      this.#following = this.#follow(exporter);
      return exporter;
    } catch (error) {
      this.#connecting = null;
      throw error;
    }
  }

  #lost(error: Error | null): void {
    this.#connecting = null;
    if (this.#ended.signal.aborted) return;
    this.#note("warn", `The connection has ended: ${error?.message ?? "the exporter has closed it"}`);
    this.changes.push(JSON.stringify({ changed: null } satisfies TreeChange));
  }

  async #follow(exporter: Exporter): Promise<void> {
    try {
      for await (const { severity, message, source } of exporter.logs({ signal: this.#ended.signal })) {
        const line: LogLine = {
          time: null,
          from: source,
          level: LEVELS[severity] ?? "info",
          text: this.#masked(message),
        };
        this.logs.push(JSON.stringify(line));
      }
    } catch (error) {
      this.#note("warn", `The exporter's log has ended: ${(error as Error).message}`);
    }
  }

  #note(level: string, text: string): void {
    const time = new Date().toISOString();
    this.logs.push(JSON.stringify({ time, from: "console", level, text: this.#masked(text) } satisfies LogLine));
  }
}
