/**
 * The effects of faults on a client, for tests: each effect is checked while its fault is on, and must be counted.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import {
  decode,
  type DriverResponseBody,
  type DriverResponseEnvelope,
  MalformedError,
  type QueryResultDto,
} from "@fluxwire/wire";
import type { Fault } from "../faults/fault.ts";
import { FaultyMock, type FaultyMockOptions } from "./faulty_mock.ts";

/** The effect of a fault on a client, while the fault is on. */
export interface Effect {
  /** How to start the mock. */
  options?: FaultyMockOptions;
  /** Whether only the full scenario has this effect. */
  needsFull?: boolean;
  /** Its number, if not the default. */
  n?: number;
  /** Checks the effect. */
  see(mock: FaultyMock): Promise<void>;
}

/** A request for effects that any request shows. */
export const PING = { type: "Ping" } as const;

/** Registers a test for each fault of a table; every fault must have an effect. */
export function testEffects(faults: Readonly<Record<string, Fault>>, effects: Readonly<Record<string, Effect>>): void {
  deepStrictEqual(Object.keys(effects), Object.keys(faults), "a fault has no effect");
  for (const [name, effect] of Object.entries(effects)) {
    for (const scenario of effect.needsFull ? ["full" as const] : ["full", "reference"] as const) {
      Deno.test(`the fault ${name} has its effect in the ${scenario} scenario, and is counted`, () =>
        testEffect(name, effect, { scenario }));
    }
  }
}

/** Tests one effect. */
export async function testEffect(
  name: string,
  { options, n, see }: Effect,
  more: FaultyMockOptions = {},
): Promise<void> {
  await using mock = new FaultyMock([n === undefined ? name : `${name}:${n}`], { ...options, ...more });
  await see(mock);
  ok(mock.fired(name) > 0, JSON.stringify(mock.stats));
}

/** The result of a statement. */
export function resultOf({ body }: DriverResponseEnvelope): QueryResultDto {
  strictEqual(body.type, "ExecuteResult");
  return (body as Extract<DriverResponseBody, { type: "ExecuteResult" }>).result;
}

/** An effect on the answer to Ping on an open session. */
export function onPong(see: (answer: DriverResponseEnvelope, sessionId: string) => void): Effect {
  return {
    async see(mock) {
      const opened = await mock.opened();
      see(await opened.ask(PING), opened.sessionId);
    },
  };
}

/** An effect on a result. */
export function onResult(sql: string, see: (result: QueryResultDto) => void, more: Partial<Effect> = {}): Effect {
  return { needsFull: true, ...more, see: async (mock) => see(resultOf(await (await mock.opened()).execute(sql))) };
}

/** An effect on the types of the frames that one Ping causes. */
export function framesOfPing(...types: string[]): Effect {
  return {
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      await host.send(host.payload({ requestId: 7n, sessionId, body: PING }));
      const seen: string[] = [];
      while (seen.length < types.length) {
        seen.push(decode("response", host.layout, (await host.receive())!).envelope.body.type);
      }
      deepStrictEqual(seen, types);
    },
  };
}

/** An effect on a result's payload, which no decoder accepts. */
export function unreadable(message: RegExp, more: Partial<Effect> = {}): Effect {
  return {
    ...more,
    async see(mock) {
      const { host, sessionId } = await mock.opened();
      const request = { sql: "SELECT * FROM customers", params: [] };
      const payload = await host.exchange(host.payload({ sessionId, body: { type: "Execute", request } }));
      throws(() => decode("response", host.layout, payload), (error) => {
        match((error as Error).message, message);
        return error instanceof MalformedError;
      });
    },
  };
}

/** The bytes that answer a Ping on an open session, possibly incomplete. */
export async function rawAnswer(mock: FaultyMock, length: number): Promise<Uint8Array> {
  const { host, sessionId } = await mock.opened();
  await host.send(host.payload({ requestId: 7n, sessionId, body: PING }));
  const bytes: number[] = [];
  while (bytes.length < length) {
    const chunk = await host.transport.read();
    if (chunk === null) break;
    bytes.push(...chunk);
  }
  return Uint8Array.from(bytes);
}
