/**
 * Opens a session as the real client does, to see which methods it has.
 *
 * @module
 */
import { within } from "@fluxwire/transport";
import { Secrets } from "@fluxwire/transport/secrets";
import type { DriverRequestBody } from "@fluxwire/wire";
import { sessionRequest } from "@fluxwire/wire/client";
import type { Driver } from "../driver.ts";
import { createLog } from "../log.ts";
import type { PeerInfo } from "../methods/context.ts";
import type { Session } from "../methods/session.ts";
import { openSession } from "../session_opening.ts";
import { maskedLog } from "../masked_log.ts";
import { UsageError } from "./command_line.ts";

/** An open session that can mask its secrets. */
export interface TrialSession {
  /** The session. */
  session: Session;
  /** Masks the secrets that the session was opened with. */
  mask(text: string): string;
}

/** The session, or why it could not be opened. */
export type Opening = TrialSession | { reason: string };

/** The check's identity, as the driver sees it. */
export const PEER: PeerInfo = { name: "driver:check", version: "0.0.0", protocolVersion: { major: 1, minor: 2 } };

/** How to open a session. */
export interface OpeningOptions {
  /** Values by field id; fields without a value have their default. */
  values: Readonly<Record<string, string>>;
  /** The value of the field `password`; null without one. */
  password: string | null;
  /** How long it may take, in milliseconds. */
  timeoutMs: number;
}

/**
 * Opens a session, through the driver's form.
 *
 * @returns The session, or why it could not be opened; the reason repeats no secret.
 * @throws {UsageError} for a value of a field that the form does not have.
 */
export async function open(driver: Driver, { values, password, timeoutMs }: OpeningOptions): Promise<Opening> {
  const { definition: { kind }, formDefinition } = driver;
  const hello = { driverKind: kind, formDefinition };
  let profileJson: string;
  try {
    ({ profileJson } = sessionRequest({ layout: "0.8", hello, values }));
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  const body: Extract<DriverRequestBody, { type: "OpenSession" }> = { type: "OpenSession", profileJson, password };
  const signal = AbortSignal.timeout(timeoutMs);
  const secrets = new Secrets();
  const log = maskedLog(createLog("error"), secrets);
  try {
    const addSecrets = (texts: readonly (string | null | undefined)[]) => void secrets.add(texts);
    const session = openSession(driver, body, { signal, peer: PEER, log, addSecrets, store: null });
    return { session: (await within(session, signal)).session, mask: (text) => secrets.mask(text) };
  } catch (error) {
    if (signal.aborted) return { reason: `it took longer than ${timeoutMs} ms` };
    return { reason: secrets.mask(error instanceof Error ? error.message : String(error)) };
  }
}

/**
 * Closes a session.
 *
 * @returns Why it could not be closed, or null.
 */
export async function close(session: Session, timeoutMs: number): Promise<string | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await within(Promise.resolve(session.close?.()), signal);
    return null;
  } catch (error) {
    if (signal.aborted) return `it took longer than ${timeoutMs} ms`;
    return error instanceof Error ? error.message : String(error);
  }
}
