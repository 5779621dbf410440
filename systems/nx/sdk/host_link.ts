/**
 * A driver's connection to its host: made again whenever it breaks.
 *
 * @module
 */
import { type Channel, connect, GrpcError } from "@fluxwire/grpc";
import { type Clock, pause } from "@fluxwire/transport";
import { codeOf, NxError } from "./nx_error.ts";

/** The pauses before the connection is tried again: 0.2 s, times 1.6, up to 5 s, and a fifth of chance. */
const FIRST_PAUSE_MS = 200;
const PAUSE_FACTOR = 1.6;
const MAX_PAUSE_MS = 5_000;
const CHANCE = 0.2;

/** What a link needs. */
export interface HostLinkOptions {
  /** The host's address: `unix:///` and the path of its socket. */
  readonly address: string;
  /** The token of the launch; null for none. */
  readonly token: string | null;
  readonly clock: Clock;
  readonly random: () => number;
  /** Called with each new connection: opens streams, which end with it. */
  readonly onConnected: (channel: Channel) => void;
  /** Called when it is lost, or cannot be made, with the time to the next try. */
  readonly onLost: (why: string, retryInMs: number) => void;
}

/** The connection of a driver to its host. */
export class HostLink {
  readonly #options: HostLinkOptions;
  readonly #closing = new AbortController();
  readonly #firstTry = Promise.withResolvers<void>();
  #channel: Channel | null = null;
  #running: Promise<void> | null = null;

  /** Nothing is connected yet. */
  constructor(options: HostLinkOptions) {
    this.#options = options;
  }

  /** Connects, and goes on trying. Resolves after the first try, even if it failed. */
  async open(): Promise<void> {
    this.#running ??= this.#run();
    await this.#firstTry.promise;
  }

  /**
   * The connection.
   *
   * @throws {NxError} `HostUnavailable` at once while there is none.
   */
  get channel(): Channel {
    if (this.#channel !== null) return this.#channel;
    throw new NxError("HostUnavailable", "host unavailable", "this driver has no connection to its host");
  }

  /** Whether there is a connection. */
  get isConnected(): boolean {
    return this.#channel !== null;
  }

  /** Ends the connection permanently. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#channel?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = 0; !signal.aborted;) {
      const why = await this.#connection(() => failures = 0);
      this.#firstTry.resolve();
      if (signal.aborted) return;
      const pauseMs = this.#pauseMs(failures++);
      this.#options.onLost(why, Math.round(pauseMs));
      await pause(pauseMs, { signal, clock: this.#options.clock });
    }
  }

  /** One connection, from its beginning to its end; says why it has ended. */
  async #connection(onConnected: () => void): Promise<string> {
    const { address, token, clock } = this.#options;
    try {
      const metadata = token === null ? undefined : { "nx-launch-token": token };
      const channel = await connect(address, { metadata, clock, signal: this.#closing.signal });
      this.#channel = channel;
      onConnected();
      this.#options.onConnected(channel);
      this.#firstTry.resolve();
      const error = await channel.closed;
      return error?.message ?? "the host has closed the connection";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.#channel = null;
    }
  }

  #pauseMs(failures: number): number {
    const ms = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * PAUSE_FACTOR ** failures);
    return ms * (1 + CHANCE * (2 * this.#options.random() - 1));
  }
}

/** What a call of the host has failed with, as an error of commands. */
export function nxErrorOf(error: unknown): unknown {
  if (!(error instanceof GrpcError)) return error;
  const code = error.metadata.get("nx-code"), detail = error.metadata.get("nx-detail");
  if (typeof code !== "string") {
    const isLost = error.code === "UNAVAILABLE";
    return new NxError(
      isLost ? "HostUnavailable" : "Failed",
      isLost ? "host unavailable" : error.details,
      error.message,
      {
        cause: error,
      },
    );
  }
  return new NxError(codeOf(code), error.details, typeof detail === "string" ? decoded(detail) : "", { cause: error });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
