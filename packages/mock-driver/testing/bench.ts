/**
 * The mock driver beside a host, in memory.
 *
 * @module
 */
import { memoryPair } from "@fluxwire/transport";
import type { Layout } from "@fluxwire/wire";
import { Peer } from "@fluxwire/wire/server";
import { RawHost } from "../../wire/testing/raw_host.ts";
import { MockPeer, type Sessions } from "../behaviour.ts";
import type { Log } from "../log.ts";

/** The session of the vectors. */
export const SESSION = "00112233-4455-6677-8899-aabbccddeeff";
/** The profile of the vectors. */
export const PROFILE = {
  id: "6f1c0a52-6c0f-4d3a-9a6e-2f8b9d3f7c11",
  name: "My mock",
  kind: "SQLite",
  driver_id: "rpc:my-test-driver.sock",
  config: { External: { kind: "SQLite", values: { endpoint: "localhost:8080", api_key: "" } } },
  save_password: false,
};

/** A mock driver and a host on the two ends of an in-memory connection. */
export class Bench implements AsyncDisposable {
  readonly host: RawHost;
  readonly lines: string[] = [];
  readonly sessions: Sessions;
  readonly #running: Promise<void>;

  constructor(layout: Layout, sessions: Sessions = new Set()) {
    const [driver, host] = memoryPair();
    const log: Log = {
      info: (text) => this.lines.push(`info ${text}`),
      warn: (text) => this.lines.push(`warn ${text}`),
    };
    this.sessions = sessions;
    this.host = new RawHost(host, layout);
    const options = { limits: { handshakeTimeoutMs: Infinity } };
    this.#running = new Peer(driver, (peer) => new MockPeer(peer, sessions, log), options).run();
  }

  async open(): Promise<string> {
    await this.host.ask(this.host.hello());
    const body = { type: "OpenSession", profileJson: JSON.stringify(PROFILE) } as const;
    const { sessionId } = await this.host.ask({ body });
    return sessionId!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.host.transport.close();
    await this.#running;
  }
}

/** The answer to a request that is refused. */
export function failure(code: string, message: string): object {
  return { type: "Error", code, message, retriable: false };
}
