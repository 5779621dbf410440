/**
 * A mock driver with faults and scripted hosts, in one process, for tests.
 *
 * @module
 */
import { strictEqual } from "node:assert/strict";
import type { DriverResponseEnvelope, Layout } from "@fluxwire/wire";
import { Peer } from "@fluxwire/wire/server";
import { type Listener, ManualClock, memoryPair, type Transport } from "@fluxwire/transport";
import { createLog, serve } from "@fluxwire/sdk";
import { RawHost, type RawRequest } from "../../wire/testing/raw_host.ts";
import { MockPeer } from "../behaviour.ts";
import { ChosenFaults } from "../faults/chosen_faults.ts";
import { chooseFault } from "../faults/table.ts";
import { fullDriver } from "../full/driver.ts";
import type { MockClock } from "../mock_clock.ts";
import { Stats } from "../stats.ts";

/** The longest wait for a fault's effect, in milliseconds: a guard, not a delay. */
const HANG_GUARD_MS = 60_000;

/** The values for every form: those of the reference and of the full scenario. */
const VALUES = { endpoint: "localhost:8080", server: "memory", database: "shop" };

/** A clock whose timers fire at once, and which records their delays. */
export class InstantClock implements MockClock {
  /** The recorded delays, in milliseconds. */
  readonly delays: number[] = [];

  now(): number {
    return 0;
  }

  setTimeout(callback: () => void, delayMs: number): void {
    this.delays.push(delayMs);
    queueMicrotask(callback);
  }

  clearTimeout(): void {}
}

/** How to start a mock. */
export interface FaultyMockOptions {
  /** Which requests have answers. */
  scenario?: "reference" | "full";
  /** The token that Hello must carry. */
  token?: string | null;
  /** The layout of its hosts. */
  layout?: Layout;
}

/** A running mock; disposing it ends its connections. */
export class FaultyMock implements AsyncDisposable {
  /** Its counters. */
  readonly stats: Stats = new Stats();
  /** The clock of its faults. */
  readonly clock: InstantClock = new InstantClock();
  /** The clock of its statements. */
  readonly statementClock: ManualClock = new ManualClock();
  readonly #listener = new MemoryListener();
  readonly #layout: Layout;
  readonly #running: Promise<unknown>;

  /** Starts a mock with faults, each as `NAME` or `NAME:N`. */
  constructor(faults: readonly string[], options: FaultyMockOptions = {}) {
    const { scenario = "full", token = null, layout = "0.7.1" } = options;
    this.#layout = layout;
    const chosen = new ChosenFaults(faults.map(chooseFault), { stats: this.stats, clock: this.clock, seed: 1, token });
    const listener = chosen.listener(this.#listener);
    this.#running = scenario === "full" ? this.#serveFull(listener, token) : serveReference(listener);
    this.stop = () => listener.close();
  }

  /** Stops accepting, and closes the connections that are not served. */
  readonly stop: () => void;

  /** A host on a connection of its own. */
  connect(): RawHost {
    return new RawHost(this.#listener.connect(), this.#layout);
  }

  /** A host after Hello. */
  async greeted(): Promise<RawHost> {
    const host = this.connect();
    strictEqual((await host.ask(host.hello())).body.type, "Hello");
    return host;
  }

  /** A host with an open session. */
  async opened(): Promise<OpenedHost> {
    const host = await this.greeted();
    const profileJson = JSON.stringify({
      id: crypto.randomUUID(),
      name: "p",
      config: { External: { kind: "SQLite", values: VALUES } },
    });
    const { body } = await host.ask({ requestId: 1n, body: { type: "OpenSession", profileJson } });
    strictEqual(body.type, "SessionOpened");
    return new OpenedHost(host, (body as Extract<typeof body, { type: "SessionOpened" }>).sessionId);
  }

  /** How often each fault had its effect. */
  get faults(): Readonly<Record<string, number>> {
    return (this.stats.toJSON() as { faults: Record<string, number> }).faults;
  }

  /** How often a fault had its effect. */
  fired(name: string): number {
    return this.faults[name] ?? 0;
  }

  /** Resolves when a condition holds; checks it after every turn. */
  async until(holds: () => boolean): Promise<void> {
    const end = performance.now() + HANG_GUARD_MS;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`Condition not met within ${HANG_GUARD_MS} ms: ${holds}`);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.end();
    this.stop();
    await this.#running;
  }

  async #serveFull(listener: Listener, token: string | null): Promise<void> {
    const statements = this.statementClock;
    const clock: MockClock = {
      now: () => 0,
      setTimeout: (callback, ms) => statements.setTimeout(callback, ms),
      clearTimeout: (timer) => statements.clearTimeout(timer),
    };
    const log = createLog("error", () => {});
    await (await serve(fullDriver({ seed: 1, clock }), { socket: listener, token, log })).finished;
  }
}

/** A host with an open session. */
export class OpenedHost {
  #lastId = 1n;

  constructor(readonly host: RawHost, readonly sessionId: string) {}

  /** Sends a request on the session, and gives its id. */
  async send(body: RawRequest["body"]): Promise<bigint> {
    const requestId = ++this.#lastId;
    await this.host.send(this.host.payload({ requestId, sessionId: this.sessionId, body }));
    return requestId;
  }

  /** Sends a request on the session, and gives the next answer, to any request. */
  async ask(body: RawRequest["body"]): Promise<DriverResponseEnvelope> {
    const requestId = ++this.#lastId;
    return await this.host.ask({ requestId, sessionId: this.sessionId, body });
  }

  /** Runs a statement. */
  execute(sql: string): Promise<DriverResponseEnvelope> {
    return this.ask({ type: "Execute", request: { sql, params: [] } });
  }
}

async function serveReference(listener: Listener): Promise<void> {
  const sessions = new Set<string>();
  const log = { info() {}, warn() {} };
  const limits = { handshakeTimeoutMs: Infinity };
  const running: Promise<void>[] = [];
  for (let transport = await listener.accept(); transport !== null; transport = await listener.accept()) {
    running.push(new Peer(transport, (peer) => new MockPeer(peer, sessions, log), { limits }).run());
  }
  await Promise.all(running);
}

/** A listener with in-memory connections. */
class MemoryListener implements Listener {
  readonly #waiting: Transport[] = [];
  readonly #hosts: Transport[] = [];
  #wake = Promise.withResolvers<void>();
  #isClosed = false;

  connect(): Transport {
    const [driver, host] = memoryPair();
    this.#waiting.push(driver);
    this.#hosts.push(host);
    this.#announce();
    return host;
  }

  async accept(): Promise<Transport | null> {
    while (this.#waiting.length === 0 && !this.#isClosed) await this.#wake.promise;
    return this.#waiting.shift() ?? null;
  }

  close(): void {
    this.#isClosed = true;
    this.#announce();
  }

  /** Closes the connection of every host. */
  end(): void {
    for (const host of this.#hosts) host.close();
  }

  #announce(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}
