/**
 * When a driver counts as ready.
 *
 * @module
 */
import { type Clock, onAbort } from "@fluxwire/transport";
import type { Launch } from "./launch.ts";

/** How long a driver without a session must have lived, in milliseconds. */
export const LIVED_MS = 1_000;
/** How long a HUB may go without registering, in milliseconds. */
export const HUB_MS = 5_000;

/** What readiness depends on. */
export interface ReadinessOptions {
  /** Whether the driver has opened a session at its last launch: it is then waited for. */
  readonly expectsSession: boolean;
  /** Whether the hub of the launch has a session. */
  readonly hasHubSession: () => boolean;
  readonly clock: Clock;
  /** Gets what is worth a warning. */
  readonly onWarning: (text: string) => void;
  /** Gives up when it aborts. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when a driver is ready: one with a driver session has said `started`; a HUB has registered, or has lived for 5 s; any
 * other without a session has lived for 1 s. A driver that had a session at its last launch is given the whole time of its
 * start to open one again.
 *
 * @throws The signal's reason.
 */
export async function untilReady(launch: Launch, options: ReadinessOptions): Promise<void> {
  const { expectsSession, hasHubSession, clock, onWarning, signal } = options;
  const isHub = launch.instance.driverType === "HUB";
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let hasLived = false;
  const look = () => {
    const { session } = launch;
    const hasRegistered = isHub && hasHubSession();
    // The session of a hub and its registration are streams of their own: a hub that has said `started` takes no commands yet.
    const isReady = session === null
      ? !expectsSession && (hasRegistered || hasLived)
      : session.isStarted && (!isHub || hasRegistered || hasLived);
    if (isReady) resolve();
  };
  const timer = clock.setTimeout(() => {
    hasLived = true;
    const isUnheard = launch.session === null || launch.session.isStarted;
    if (isHub && isUnheard && !hasHubSession()) onWarning(noHubSession(launch));
    look();
  }, isHub ? HUB_MS : LIVED_MS);
  using _listening = onAbort(signal, () => reject(signal.reason));
  using _watch = launch.onChange(look);
  try {
    look();
    await promise;
  } finally {
    clock.clearTimeout(timer);
  }
}

function noHubSession({ hasOpenedHubSession }: Launch): string {
  return hasOpenedHubSession
    ? "it opened a hub session and did not register; messages of the RPC package that it was built with may not be encodable"
    : "it has opened no hub session";
}
