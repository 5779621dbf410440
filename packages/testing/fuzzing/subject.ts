/**
 * What is looked for defects: a driver, as the fuzzer needs it.
 *
 * @module
 */
import type { Layout, ProtocolVersion } from "@fluxwire/wire";
import type { SessionRequest } from "@fluxwire/wire/client";
import type { Transport } from "@fluxwire/transport";

/** What a connection in a layout begins with. */
export interface Greeting {
  /** The layout. */
  layout: Layout;
  /** The version that both ends stamp. */
  version: ProtocolVersion;
  /** What opens a session. */
  session: SessionRequest;
}

/** A driver. */
export interface Subject {
  /** The token that it wants; null for none. */
  readonly token: string | null;
  /**
   * Opens a connection.
   *
   * @throws {ConnectionError} where it listens no more.
   */
  dial(): Promise<Transport>;
  /** How its process has ended; null where it runs, or nobody can tell. */
  ending(): Promise<string | null>;
  /** How much memory it has, in bytes; null where nobody can tell. */
  residentBytes(): Promise<number | null>;
  /** Starts it anew; false where it was started by somebody else. */
  restart(): Promise<boolean>;
}
