/**
 * The driver that is looked at, as the suite reaches it.
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
  /** The token to say in Hello; null for none. */
  readonly token: string | null;
  /** Whether the driver was started with that token, and must refuse others. */
  readonly isTokenItsOwn: boolean;
  /** Is told what the driver has answered to Hello, each time. */
  onHello?(hello: DriverClient["hello"]): void;
  /** What opens a session. */
  sessionRequest(hello: DriverClient["hello"], layout: Layout): SessionRequest;
  /** What no report may show: the token, passwords. */
  readonly secrets: Secrets;
  /** Statements that give rows; the first one that works is used. */
  readonly statements?: readonly string[];
  /** Statements that take for ever, until they are cancelled. */
  readonly endlessStatements?: readonly string[];
  /** Starts the driver anew; null where somebody else has started it. */
  readonly restart: (() => Promise<void>) | null;
  /** How its processes have ended that were not stopped here; null where its process is none of ours. */
  readonly ends: readonly string[] | null;
  /** Resolves when the driver's process, as it is now, has ended; not given where that cannot be seen. */
  ended?(): Promise<unknown>;
  /** Says more about a failure: how the driver's process has ended. */
  explain?(message: string): Promise<string>;
}
