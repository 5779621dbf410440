/**
 * The connections and calls of a measurement.
 *
 * @module
 */
import { DEFAULT_LIMITS, type Layout, RpcError } from "@fluxwire/wire";
import type { ClientSession, DriverClient } from "@fluxwire/wire/client";
import { Traffic } from "@fluxwire/host/internal";
import { patienceOf } from "../command/deadline.ts";
import type { Context } from "../command/context.ts";
import type { Driver } from "../driver/driver.ts";
import { wantsSession } from "../driver/sign_of_life.ts";
import type { CallBytes } from "./floor.ts";
import type { Slot } from "./load.ts";
import type { Plan, Subject } from "./plan.ts";

/** The properties of a kind of call, from one trial. */
export interface Trial {
  /** The bytes in each direction. */
  bytes: CallBytes;
  /** The layout of the connection. */
  layout: Layout;
  /** Whether calls are made within a session. */
  hasSession: boolean;
}

/** Makes one trial call, on its own connection. */
export async function tryOnce(driver: Driver, context: Context, subject: Subject): Promise<Trial> {
  const traffic = new Traffic();
  const client = await driver.connect(patienceOf(context.args), { observer: traffic });
  const counted = async (call: (options: { signal: AbortSignal }) => Promise<unknown>): Promise<CallBytes> => {
    const [sent, received] = [traffic.sentBytes, traffic.receivedBytes];
    await driver.call(call);
    return { request: traffic.sentBytes - sent, answer: traffic.receivedBytes - received };
  };
  const { layout } = client;
  try {
    if (subject.sql === null) {
      try {
        return { layout, bytes: await counted((options) => client.ping(options)), hasSession: false };
      } catch (error) {
        if (!(error instanceof RpcError) || !wantsSession(error)) throw error;
      }
    }
    const session = await driver.openSession(client);
    const { sql } = subject;
    const bytes = await counted((options) => sql === null ? session.ping(options) : session.execute({ sql }, options));
    await driver.call((options) => session.close(options));
    return { layout, bytes, hasSession: true };
  } finally {
    client.close();
    await client.closed;
  }
}

/** Connections, each with a session if calls need one. Disposing it ends them. */
export class Callers implements AsyncDisposable {
  readonly #driver: Driver;
  readonly #clients: DriverClient[] = [];
  readonly #sessions: ClientSession[] = [];
  /** One for each call that may be in flight. */
  readonly slots: Slot[] = [];

  private constructor(driver: Driver) {
    this.#driver = driver;
  }

  /** Connects as often as the plan says, and opens the sessions. */
  static async open(driver: Driver, context: Context, plan: Plan, subject: Subject, trial: Trial): Promise<Callers> {
    const callers = new Callers(driver);
    const limits = { maxInFlight: Math.max(plan.pipeline, DEFAULT_LIMITS.maxInFlight) };
    const calls: Slot[] = [];
    for (let i = 0; i < plan.connections; i++) {
      const client = await driver.connect(patienceOf(context.args), { limits });
      callers.#clients.push(client);
      if (trial.hasSession) callers.#sessions.push(await driver.openSession(client));
      calls.push(callOf(subject, callers.#sessions.at(-1) ?? client));
    }
    for (let n = 0; n < plan.pipeline; n++) callers.slots.push(...calls);
    return callers;
  }

  /** Closes the sessions; a connection with an unanswered call is closed together with its session. */
  async close(): Promise<void> {
    const isIdle = this.#clients.every(({ inFlight }) => inFlight === 0);
    if (isIdle) {
      await Promise.all(this.#sessions.map((session) => this.#driver.call((options) => session.close(options))));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    await Promise.all(this.#clients.map(({ closed }) => closed));
  }
}

function callOf({ sql }: Subject, caller: ClientSession | DriverClient): Slot {
  if (sql === null) return () => caller.ping();
  const session = caller as ClientSession;
  return async () => {
    await session.execute({ sql });
  };
}
