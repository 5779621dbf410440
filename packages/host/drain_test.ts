import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { ConnectionError, ManualClock } from "@fluxwire/transport";
import { type DriverRequestEnvelope, RpcError } from "@fluxwire/wire";
import type { ClientSession, DriverClient } from "@fluxwire/wire/client";
import { METADATA, open, type ScriptedDriver } from "../wire/client/scripted_driver_test.ts";
import { drain, type DrainReport, type DrainStep } from "./drain.ts";

/** A client with a session whose statement has no answer yet, in the hands of `drain()`. */
class Draining {
  readonly clock = new ManualClock();
  readonly steps: DrainStep[] = [];
  client!: DriverClient;
  driver!: ScriptedDriver;
  session!: ClientSession;
  statement!: DriverRequestEnvelope;
  /** How the statement ends. */
  executing!: Promise<unknown>;
  report!: Promise<DrainReport>;

  static async start(): Promise<Draining> {
    const draining = new Draining();
    const [client, driver] = await open({ clock: draining.clock });
    const opening = client.openSession({ profileJson: "{}" });
    await driver.answer(await driver.next(), {
      type: "SessionOpened",
      sessionId: "00112233-4455-6677-8899-aabbccddeeff",
      kind: "SQLite",
      metadata: METADATA,
      schemaLoadingStrategy: "SingleDatabase",
      schemaFeatures: 0,
      codeGenCapabilities: 0,
    });
    const session = await opening;
    const executing = session.ping();
    executing.catch(() => {});
    const statement = await driver.next();
    const report = drain(client, { clock: draining.clock, onStep: (step) => draining.steps.push(step) });
    return Object.assign(draining, { client, driver, session, statement, executing, report });
  }

  /** The next request, which must be this one, of the session. */
  async expect(type: string): Promise<DriverRequestEnvelope> {
    const request = await this.driver.next();
    deepEqual([request.body.type, request.sessionId], [type, this.session.id]);
    return request;
  }

  get texts(): string[] {
    return this.steps.map(({ step, ok, text }) => `${step} ${ok}: ${text}`);
  }
}

Deno.test("drain() lets calls end and closes sessions, and lets no new call start", async () => {
  const draining = await Draining.start();
  const { client, driver, session, clock } = draining;
  await rejects(
    session.execute({ sql: "SELECT 1" }),
    new ConnectionError("Draining", "Cannot start Execute: its driver is being stopped"),
  );
  await driver.answer(draining.statement, { type: "Pong" });
  await draining.executing;
  await driver.answer(await draining.expect("CloseSession"), { type: "SessionClosed" });
  deepEqual(await draining.report, { unanswered: 0, openSessions: 0 });
  deepEqual(draining.texts, [
    "drain true: 1 call was in flight; all were answered",
    "CloseSession true: 1 session was open; all are closed",
  ]);
  equal(await client.closed, null);
  equal(clock.timers.size, 0);
});

Deno.test("drain() cancels what takes too long, and the call ends with the driver's answer", async () => {
  const draining = await Draining.start();
  const { driver, clock } = draining;
  await clock.timer(5_000);
  clock.advance(5_000);
  await driver.answer(await draining.expect("CancelActive"), { type: "Cancelled" });
  const cancelled = rejects(draining.executing, RpcError);
  await driver.answer(draining.statement, { type: "Error", code: "Cancelled", message: "Cancelled", retriable: false });
  await cancelled;
  await driver.answer(await draining.expect("CloseSession"), { type: "SessionClosed" });
  deepEqual(await draining.report, { unanswered: 0, openSessions: 0 });
  deepEqual(draining.texts.slice(0, 2), [
    "drain false: 1 call was in flight; 1 had no answer after 5000 ms",
    "CancelActive true: 1 session was asked to cancel; all calls have ended",
  ]);
});

Deno.test("drain() leaves a driver that answers nothing, and every call ends with an error", async () => {
  const draining = await Draining.start();
  const { clock } = draining;
  const ended = rejects(
    draining.executing,
    (error) => error instanceof ConnectionError && error.code === "ConnectionClosed",
  );
  await clock.timer(5_000);
  clock.advance(5_000);
  await draining.expect("CancelActive");
  await clock.timer(1_000);
  clock.advance(1_000);
  await draining.expect("CloseSession");
  await clock.timer(1_000);
  clock.advance(1_000);
  const { unanswered, openSessions } = await draining.report;
  deepEqual([unanswered > 0, openSessions], [true, 1]);
  await ended;
  match(draining.texts[2]!, /^CloseSession false: 1 session was open; 1 were open after 1000 ms$/);
  equal(clock.timers.size, 0);
});

Deno.test("drain() only closes if nothing is in flight and no session is open", async () => {
  const [client, driver] = await open();
  const steps: DrainStep[] = [];
  deepEqual(await drain(client, { onStep: (step) => steps.push(step) }), { unanswered: 0, openSessions: 0 });
  deepEqual(steps, []);
  driver.close();
});

Deno.test("drain() ends where the connection is over, or is lost on the way", async () => {
  const draining = await Draining.start();
  const lost = rejects(draining.executing, ConnectionError);
  draining.driver.close();
  await draining.report;
  await lost;
  deepEqual(await drain(draining.client), { unanswered: 0, openSessions: 1 });
});
