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

type Result<T> = T | Promise<T>;

/**
 * An open session. The calls of one session run one after the other, each with a fresh {@link Context}; cancelling
 * and closing go past those that wait.
 */
export interface Session {
  /** Runs a statement. */
  execute?(request: QueryRequestDto, context: Context): Result<QueryResult | undefined>;
  /** The schema of the current database. The real host asks for it right after opening (fact sheet 4.4). */
  schema?(context: Context): Result<DataStructure>;
  /** The databases of the server; a name alone is one that is not current. */
  listDatabases?(context: Context): Result<readonly (string | DatabaseInfo)[]>;
  /** Makes a database the current one. */
  setActiveDatabase?(parameters: { database: string | null }, context: Context): Result<void>;
  /** The current database, or null. */
  activeDatabase?(context: Context): Result<string | null>;
  /** Whether the database still answers; throws if not. Without it a ping always succeeds. */
  ping?(context: Context): Result<void>;
  /** Called after a cancelled call, for what is left to tidy up. */
  cleanupAfterCancel?(context: Context): Result<void>;
  /** Ends the session; called once, also when the connection is lost. */
  close?(): Result<void>;
}
