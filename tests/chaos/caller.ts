/**
 * A host that opens, asks, cancels, gives up and closes at random, and records the end of each of its calls.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import { type ClientSession, type DriverClient, openClient } from "@fluxwire/wire/client";
import { type Draw, onceIn, oneOf } from "../../packages/testing/generate/draw.ts";
import type { History } from "./history.ts";
import type { RestlessDriver } from "./restless_driver.ts";
import { TappedTransport } from "./tapped_transport.ts";

/** The time limit of a call, in milliseconds: a guard in a run where everything may break. */
const GUARD_MS = 20_000;
/** The most sessions of a connection, calls at once, rounds of calls, and milliseconds of a statement. */
const MAX_SESSIONS = 3, MAX_AT_ONCE = 8, MAX_ROUNDS = 12, MAX_DELAY_MS = 2;
/** One round in so many. */
const CANCEL_IN = 12, CLOSE_IN = 15, GIVE_UP_IN = 60;

/** What a caller works with. */
export interface CallerOptions {
  drivers: readonly RestlessDriver[];
  history: History;
  draw: Draw;
}

/** One connection: a few sessions, some rounds of calls, then the end. Gives the number of calls. */
export async function callOnce({ drivers, history, draw }: CallerOptions): Promise<number> {
  const { socketId, token } = await oneOf(draw, drivers).ready();
  let client: DriverClient, transport: TappedTransport;
  try {
    transport = await TappedTransport.connect(socketId, history, draw);
    client = await openClient(transport, { token });
  } catch {
    return 0;
  }
  const calls = new Calls({ history, draw, transport });
  try {
    const sessions = await Promise.all(
      Array.from({ length: draw.integer(1, MAX_SESSIONS) }, () => client.open({}, { timeoutMs: GUARD_MS })),
    );
    for (let round = draw.integer(1, MAX_ROUNDS); round > 0; round--) await calls.round(sessions);
  } catch {
    // The connection broke between two rounds: no call is left to make.
  }
  client.close();
  await client.closed;
  return calls.count;
}

class Calls {
  readonly #history: History;
  readonly #draw: Draw;
  readonly #transport: TappedTransport;
  count = 0;

  constructor({ history, draw, transport }: { history: History; draw: Draw; transport: TappedTransport }) {
    this.#history = history;
    this.#draw = draw;
    this.#transport = transport;
  }

  /** Several calls at once, possibly with a cancel or the end of a session. */
  async round(sessions: readonly ClientSession[]): Promise<void> {
    const draw = this.#draw;
    const calls = Array.from({ length: draw.integer(1, MAX_AT_ONCE) }, () => this.#execute(oneOf(draw, sessions)));
    if (onceIn(draw, CANCEL_IN)) {
      calls.push(oneOf(draw, sessions).cancelActive({ timeoutMs: GUARD_MS }).catch(() => {}));
    }
    if (onceIn(draw, CLOSE_IN)) calls.push(this.#close(oneOf(draw, sessions)));
    await Promise.all(calls);
  }

  async #execute(session: ClientSession): Promise<void> {
    const nonce = `n${++this.count}-${crypto.randomUUID().slice(0, 8)}`;
    const timeoutMs = onceIn(this.#draw, GIVE_UP_IN) ? 1 : GUARD_MS;
    this.#history.add({ type: "call", nonce, session: session.id });
    try {
      const sql = `${nonce} ${this.#draw.integer(0, MAX_DELAY_MS)}`;
      const [row] = (await session.execute({ sql }, { timeoutMs })).rows;
      const seen = { nonce: String(row![0]), session: String(row![1]) };
      this.#history.add({ type: "end", nonce, outcome: "answered", seen });
    } catch (error) {
      if (error instanceof ConnectionError && error.code === "Timeout") this.#transport.givenUp();
      this.#history.add({ type: "end", nonce, outcome: "failed" });
    }
  }

  async #close(session: ClientSession): Promise<void> {
    try {
      await session.close({ timeoutMs: GUARD_MS });
      this.#history.add({ type: "session-closed", session: session.id });
    } catch {
      // Closed already, or the connection broke.
    }
  }
}
