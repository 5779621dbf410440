/**
 * What a session of a driver can do. Every method may be left out: what is missing answers `UnsupportedMethod`.
 *
 * @module
 */
import type { DatabaseInfo, DataStructure, ProtocolVersion, QueryRequestDto } from "jsr:@fluxwire/wire@^0.1.0";
import type { Log } from "./log.ts";
import type { QueryResult } from "./result.ts";

/** Who is on the other end. */
export interface PeerInfo {
  /** The name the host gave itself. */
  name: string;
  /** Its release. */
  version: string;
  /** The protocol version both ends agreed on. */
  protocolVersion: ProtocolVersion;
}

/** What a method gets beside its parameters. */
export interface Context {
  /**
   * Aborted when the call is cancelled, takes too long, loses its connection, or the driver stops. What a method
   * returns after that is dropped.
   */
  signal: AbortSignal;
  /** When the call must have ended, in milliseconds since 1970; null where the host set no limit. */
  deadline: number | null;
  /** The session's id. */
  sessionId: string;
  /** Who is calling. */
  peer: PeerInfo;
  /** For the driver's own log lines. */
  log: Log;
}

/**
 * An open session. The calls of one session run one after the other, each with a fresh {@link Context}; cancelling
 * and closing go past those that wait.
 */
export interface Session {
  /** Runs a statement. */
  execute?(request: QueryRequestDto, context: Context): QueryResult | undefined | Promise<QueryResult | undefined>;
  /** The schema of the current database. The real host asks for it right after opening (fact sheet 4.4). */
  schema?(context: Context): DataStructure | Promise<DataStructure>;
  /** The databases of the server; a name alone is one that is not current. */
  listDatabases?(context: Context): readonly (string | DatabaseInfo)[] | Promise<readonly (string | DatabaseInfo)[]>;
  /** Makes a database the current one. */
  setActiveDatabase?(parameters: { database: string | null }, context: Context): void | Promise<void>;
  /** The current database, or null. */
  activeDatabase?(context: Context): string | null | Promise<string | null>;
  /** Whether the database still answers; throws if not. Without it a ping always succeeds. */
  ping?(context: Context): void | Promise<void>;
  /** Called after a cancelled call, for what is left to tidy up. */
  cleanupAfterCancel?(context: Context): void | Promise<void>;
  /** Ends the session; called once, also when the connection is lost. */
  close?(): void | Promise<void>;
}
