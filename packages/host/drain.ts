/**
 * Ends a connection in order: no new calls, those in flight get their time, sessions are closed. Every call ends with
 * an answer or an error, never in silence.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK, TIMED_OUT, within } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";

/** How long each step of draining may take. */
export interface DrainOptions {
  /**
   * How long calls in flight may go on, in milliseconds.
   *
   * @default {5000}
   */
  drainMs?: number;
  /**
   * How long they may take to end once they are cancelled, in milliseconds; 0 cancels nothing.
   *
   * @default {1000}
   */
  cancelMs?: number;
  /**
   * How long the driver may take to close its sessions, in milliseconds, all of them together.
   *
   * @default {1000}
   */
  closeSessionMs?: number;
  /**
   * The reason that callers get.
   *
   * @default {"its driver is being stopped"}
   */
  reason?: string;
  /**
   * Gets each step that was taken, and why it ended.
   *
   * @default {undefined}
   */
  onStep?: (step: DrainStep) => void;
  /**
   * Sets the timers.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** One step of draining, when it is over. */
export interface DrainStep {
  /** What was done. */
  step: "drain" | "CancelActive" | "CloseSession";
  /** Whether it reached its end in time. */
  ok: boolean;
  /** What was found, as a sentence for a log. */
  text: string;
}

/** What was left when a connection was closed. */
export interface DrainReport {
  /** Calls that had no answer; each has rejected with `ConnectionClosed`. */
  unanswered: number;
  /** Sessions that the driver had not closed. */
  openSessions: number;
}

/**
 * Drains a connection and closes it. Never rejects; takes at most the sum of its times.
 *
 * A driver that takes no further request is not asked: with nothing in flight and no session it only closes.
 */
export async function drain(client: DriverClient, options: DrainOptions = {}): Promise<DrainReport> {
  const { drainMs = 5_000, cancelMs = 1_000, closeSessionMs = 1_000, onStep, clock = SYSTEM_CLOCK } = options;
  client.refuseCalls(options.reason ?? "its driver is being stopped");
  const idleWithin = async (ms: number) => await within(client.untilIdle(), ms, clock) !== TIMED_OUT;
  const inFlight = client.inFlight;
  if (inFlight > 0) {
    const ok = await idleWithin(drainMs);
    const left = ok ? "all were answered" : `${client.inFlight} had no answer after ${drainMs} ms`;
    onStep?.({
      step: "drain",
      ok,
      text: `${inFlight === 1 ? "1 call was" : `${inFlight} calls were`} in flight; ${left}`,
    });
  }
  if (client.inFlight > 0 && cancelMs > 0) {
    const sessions = client.sessionIds;
    endEach(client, "CancelActive", cancelMs);
    const ok = await idleWithin(cancelMs);
    const left = ok ? "all calls have ended" : `${client.inFlight} calls had not ended after ${cancelMs} ms`;
    onStep?.({ step: "CancelActive", ok, text: `${sessionsWere(sessions.length)} asked to cancel; ${left}` });
  }
  const sessions = client.sessionIds;
  if (sessions.length > 0) {
    await within(endEach(client, "CloseSession", closeSessionMs), closeSessionMs, clock);
    const open = client.sessionIds.length;
    const left = open === 0 ? "all are closed" : `${open} were open after ${closeSessionMs} ms`;
    onStep?.({ step: "CloseSession", ok: open === 0, text: `${sessionsWere(sessions.length)} open; ${left}` });
  }
  const report = { unanswered: client.inFlight, openSessions: client.sessionIds.length };
  client.close();
  await client.closed;
  return report;
}

/** Sends a request to every session. What comes back instead of an answer is seen by what stays open. */
async function endEach(client: DriverClient, type: "CancelActive" | "CloseSession", timeoutMs: number): Promise<void> {
  const calls = client.sessionIds.map((sessionId) => client.call({ type }, { sessionId, timeoutMs }));
  await Promise.allSettled(calls);
}

function sessionsWere(count: number): string {
  return count === 1 ? "1 session was" : `${count} sessions were`;
}
