/**
 * The part of npm:pg that this driver uses, with types. It is below the library's main interface: statements and
 * cancels use the connection, so that a cell is the server's own text and the arrival of a cancel is known.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import type { TlsSettings } from "@fluxwire/sdk/network";
import { library } from "./library.ts";
import type { Statement } from "./statement.ts";

/** The options of a connection. Set all of them: the library takes missing ones from the environment. */
export interface ClientConfig {
  /** A name, an address, or the folder of a Unix socket. */
  host: string;
  /** The port, even if it only names a Unix socket. */
  port: number;
  /** The role. */
  user: string;
  /** Its password; empty without one. */
  password: string;
  /** The database. */
  database: string;
  /** False for an unencrypted connection. */
  ssl: false | TlsSettings;
  /** The name the server shows in its lists. */
  application_name: string;
  /** How long connecting may take, in milliseconds. */
  connectionTimeoutMillis: number;
  /** Whether the system sends keep-alive packets on an idle connection. */
  keepAlive: boolean;
}

/** A column, as the server describes it. */
export interface Field {
  /** Its name in the result. */
  name: string;
  /** The id of its type. */
  dataTypeID: number;
}

/** What the library reads messages from. */
export interface PgStream {
  /** Adds a listener. */
  on(event: string, listener: (chunk: Buffer) => void): void;
  /** Ends it with an error. */
  destroy(error: Error): void;
}

/** A connection below the client: sends the messages of the server's protocol. */
export interface PgConnection {
  /** The socket. */
  readonly stream: { cork(): void; uncork(): void; destroy(): void };
  /** Reads messages from the socket, once it is connected and encrypted. */
  attachListeners(stream: PgStream): void;
  /** Connects to a Unix socket. */
  connect(path: string): void;
  /** Connects over TCP. */
  connect(port: number, host: string): void;
  /** Requests TLS; the event `sslconnect` follows. */
  requestSsl(): void;
  /** Requests the end of a process's statement. */
  cancel(processId: number, secretKey: number): void;
  /** Sends a text of one or more statements. */
  query(text: string): void;
  /** Sends one statement, to be bound. */
  parse(message: { text: string; name: string; types: number[] }): void;
  /** Sends its values. */
  bind(message: { portal: string; statement: string; values: readonly (string | null)[] }): void;
  /** Requests its columns. */
  describe(message: { type: "P"; name: string }): void;
  /** Runs it; 0 means all rows. */
  execute(message: { portal: string; rows: number }): void;
  /** Ends a group of messages and its transaction; the server answers that it is ready. */
  sync(): void;
  /** Requests the answers so far. */
  flush(): void;
  /** Reports that there is nothing to copy. */
  sendCopyFail(reason: string): void;
  /** Adds a listener. */
  on(event: string, listener: (value: unknown) => void): void;
  /** Removes a listener. */
  off(event: string, listener: (value: unknown) => void): void;
}

/** A client of one server process. */
export interface PgClient {
  /** The connection below it. */
  readonly connection: PgConnection;
  /** Names the server's process in a cancel. */
  readonly processID: number;
  /** The secret key that authorises a cancel. */
  readonly secretKey: number;
  /** Connects and logs in. */
  connect(): Promise<unknown>;
  /** Runs a statement after those before it. */
  query(statement: Statement): void;
  /** Closes the connection. */
  end(): Promise<void>;
  /** `I` outside of a transaction, `T` inside, `E` inside one that has failed. */
  getTransactionStatus(): "I" | "T" | "E" | null;
  /** Adds a listener; without one for errors a lost connection ends the program. */
  on(event: "error" | "end", listener: (error: Error) => void): void;
}

/** An error of the server; every field as the server sent it. */
export interface PgError extends Error {
  /** The SQLSTATE. */
  code?: string;
  /** The place in the statement, in characters from 1. */
  position?: string;
  /** The detail. */
  detail?: string;
  /** The hint. */
  hint?: string;
  /** The context of the error. */
  where?: string;
}

/** Creates a client. */
export const Client: new (config: ClientConfig) => PgClient = library.Client;

/** Creates a connection without a client. */
export const Connection: new (config: { ssl: false | TlsSettings }) => PgConnection = library.Connection;

/** The class of the server's errors. */
export const DatabaseError: new (...args: never[]) => PgError = library.DatabaseError;
