/**
 * The driver under test, as the suite reaches it.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import type { DriverClient, SessionRequest } from "@fluxwire/wire/client";
import type { Transport } from "@fluxwire/transport";
import type { Secrets } from "@fluxwire/transport/secrets";

/** A driver under test. */
export interface Subject {
  /** Opens a connection. */
  dial(signal: AbortSignal): Promise<Transport>;
  /** The token for Hello, or null. */
  readonly token: string | null;
  /** Whether the driver was started with that token, and must refuse others. */
  readonly isTokenItsOwn: boolean;
  /**
   * What the checks call themselves in Hello, so that a driver's log tells their broken requests from those of others.
   *
   * @default {"dbflux_driver_ipc"}
   */
  readonly clientName?: string;
  /** Receives each answer of the driver to Hello. */
  onHello?(hello: DriverClient["hello"]): void;
  /** Makes the request that opens a session. */
  sessionRequest(hello: DriverClient["hello"], layout: Layout): SessionRequest;
  /** The secrets that no report may contain: the token, passwords. */
  readonly secrets: Secrets;
  /** Statements that give rows; the first that works is used. */
  readonly statements?: readonly string[];
  /** Statements that run until they are cancelled. */
  readonly endlessStatements?: readonly string[];
  /** Restarts the driver; null if another program started it. */
  readonly restart: (() => Promise<void>) | null;
  /** How its processes ended unexpectedly; null if its process was started elsewhere. */
  readonly ends: readonly string[] | null;
  /** Resolves when the driver's process, as it is now, has ended; not given where that cannot be seen. */
  ended?(): Promise<unknown>;
  /** Adds to the message of a failure, such as how the driver's process ended. */
  explain?(message: string): Promise<string>;
}
