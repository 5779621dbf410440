/**
 * A driver's end of one connection, and a host that sends exactly the messages of a test.
 *
 * @module
 */
import { type Clock, memoryPair } from "@fluxwire/transport";
import {
  DEFAULT_LIMITS,
  type DriverRequestBody,
  type DriverResponseBody,
  type Layout,
  type Limits,
} from "@fluxwire/wire";
import { Peer } from "@fluxwire/wire/server";
import { RawHost } from "../../wire/testing/raw_host.ts";
import { defineDriver, type Driver } from "../driver.ts";
import { DriverPeer } from "../driver_peer.ts";
import { field } from "../field.ts";
import { form } from "../form.ts";
import { createLog } from "../log.ts";
import type { Session } from "../methods/session.ts";
import type { LiveSession } from "../live_session.ts";

/** A driver with a form of two fields, and one session or a function that creates sessions. */
export function driverOf(session: Session | (() => Promise<Session>)): Driver {
  return defineDriver({
    id: "test",
    name: "Test",
    version: "1.2.3",
    description: "For tests",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "test",
    form: form({ path: field.text("Path", { required: true }), password: field.password("Password") }),
    open: () => typeof session === "function" ? session() : session,
  });
}

/** A profile as JSON; `config` replaces the External configuration. */
export function profile(values: Record<string, string> = { path: "here" }, config?: object): string {
  return JSON.stringify({
    id: crypto.randomUUID(),
    name: "p",
    driver_id: "rpc:test.sock",
    config: config ?? { External: { kind: "SQLite", values } },
  });
}

/** Changes to the defaults: a driver without a token, a host of 0.7.1 and the default limits. */
export interface BenchOptions {
  layout?: Layout;
  token?: string;
  limits?: Partial<Limits>;
  sessions?: Map<string, LiveSession>;
  clock?: Clock;
}

/** A driver and a host on two ends of a connection in memory. */
export class PeerBench implements AsyncDisposable {
  /** The host's end. */
  readonly host: RawHost;
  /** The driver's log lines. */
  readonly lines: string[] = [];
  readonly #running: Promise<void>;

  constructor(driver: Driver, options: BenchOptions = {}) {
    const { layout = "0.7.1", token = null, limits = {}, sessions = new Map(), clock } = options;
    const [near, far] = memoryPair();
    const log = createLog("debug", (line) => this.lines.push(line));
    const all = { ...DEFAULT_LIMITS, ...limits };
    this.host = new RawHost(far, layout);
    const shared = { driver, token, sessions, limits: all, log, clock };
    this.#running = new Peer(near, (peer) => new DriverPeer(peer, shared), { limits }).run();
  }

  /** Sends Hello and opens a session; returns its id. */
  async open(): Promise<string> {
    await this.host.ask(this.host.hello());
    return (await this.host.ask({ body: { type: "OpenSession", profileJson: profile() } })).sessionId!;
  }

  /** The body of the driver's answer. */
  async body(body: DriverRequestBody, sessionId: string | null = null): Promise<DriverResponseBody> {
    return (await this.host.ask({ body, sessionId })).body;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.host.transport.close();
    await this.#running;
  }
}

/** The body of an error. */
export function failure(code: string, message: string, retriable = false): object {
  return { type: "Error", code, message, retriable };
}

/** The body of a statement. */
export function execute(sql: string, statementTimeoutMs: bigint | null = null): DriverRequestBody {
  return { type: "Execute", request: { sql, params: [], statementTimeoutMs } };
}

/** A statement that runs until it is ended from outside, and signals its start. */
export function endless(): { session: Session; begun: Promise<void>; reasons: unknown[] } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const reasons: unknown[] = [];
  const session: Session = {
    execute: (_, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          reasons.push(signal.reason.code);
          reject(signal.reason);
        });
        resolve();
      }),
  };
  return { session, begun: promise, reasons };
}
