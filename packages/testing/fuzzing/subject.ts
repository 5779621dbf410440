/**
 * The driver under test, as the fuzzer needs it.
 *
 * @module
 */
import type { Layout, ProtocolVersion } from "@fluxwire/wire";
import type { SessionRequest } from "@fluxwire/wire/client";
import type { Transport } from "@fluxwire/transport";

/** How a connection in a layout begins. */
export interface Greeting {
  /** The layout. */
  layout: Layout;
  /** The version in the envelopes of both ends. */
  version: ProtocolVersion;
  /** The request that opens a session. */
  session: SessionRequest;
}

/** A driver. */
export interface Subject {
  /** The token that it requires, or null. */
  readonly token: string | null;
  /**
   * Opens a connection.
   *
   * @throws {ConnectionError} if it does not listen.
   */
  dial(): Promise<Transport>;
  /** How its process ended; null if it runs, or its end cannot be observed. */
  ending(): Promise<string | null>;
  /** Its memory in bytes; null if it cannot be measured. */
  residentBytes(): Promise<number | null>;
  /** Restarts it; false if another program started it. */
  restart(): Promise<boolean>;
}
