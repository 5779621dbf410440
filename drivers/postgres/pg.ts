/**
 * What this driver uses of npm:pg, with types. It is less than the library's front: statements and cancels talk to
 * its connection, so that a cell is the server's own text and a cancel is known to have arrived.
 *
 * @module
 */
import { library } from "./library.ts";

/** How a connection is made. What is left out, the library takes from the environment: leave out nothing. */
export interface ClientConfig {
  /** A name, an address, or the folder of a Unix socket. */
  host: string;
  /** The port, also where it only names a Unix socket. */
  port: number;
  /** The role. */
  user: string;
  /** Its password; the empty text where there is none. */
  password: string;
  /** The database. */
  database: string;
  /** False for a connection in clear. */
  ssl: false | TlsOptions;
  /** The name the server shows in its lists. */
  application_name: string;
  /** How long connecting may take, in milliseconds. */
  connectionTimeoutMillis: number;
  /** Whether the system watches over a connection on which nothing happens. */
  keepAlive: boolean;
}

/** How a server proves who it is. */
export interface TlsOptions {
  /** Whether a certificate that nobody vouches for is refused. */
  rejectUnauthorized: boolean;
  /** The certificates of those who may vouch; the system's own where it is left out. */
  ca?: string;
}

/** A column, as the server describes it. */
export interface Field {
  /** Its name in the result. */
  name: string;
  /** The id of its type. */
  dataTypeID: number;
}

/** A connection below the client: sends the messages of the server's protocol. */
export interface PgConnection {
  /** The socket. */
  readonly stream: { cork(): void; uncork(): void; destroy(): void };
  /** Connects to a Unix socket. */
  connect(path: string): void;
  /** Connects over TCP. */
  connect(port: number, host: string): void;
  /** Asks for TLS; the event `sslconnect` says that it is there. */
  requestSsl(): void;
  /** Asks for the end of what a process is running. */
  cancel(processId: number, secretKey: number): void;
  /** Sends a text of one or more statements. */
  query(text: string): void;
  /** Sends one statement, to be bound. */
  parse(message: { text: string; name: string; types: number[] }): void;
  /** Sends its values. */
  bind(message: { portal: string; statement: string; values: readonly (string | null)[] }): void;
  /** Asks for its columns. */
  describe(message: { type: "P"; name: string }): void;
  /** Runs it; 0 rows are all of them. */
  execute(message: { portal: string; rows: number }): void;
  /** Ends what belongs together; the server answers that it is ready. */
  sync(): void;
  /** Says that there is nothing to copy. */
  sendCopyFail(reason: string): void;
  /** Adds a listener. */
  on(event: string, listener: (value: unknown) => void): void;
  /** Removes a listener. */
  off(event: string, listener: (value: unknown) => void): void;
}

/** What the client runs: gets the server's messages while it is the active one. */
export interface Submittable {
  /** Sends it. */
  submit(connection: PgConnection): void;
  /** Columns have come. */
  handleRowDescription(message: { fields: Field[] }): void;
  /** A row has come. */
  handleDataRow(message: { fields: (string | null)[] }): void;
  /** As many rows as asked for have come, and there are more. */
  handlePortalSuspended(connection: PgConnection): void;
  /** There was no statement in the text. */
  handleEmptyQuery(connection: PgConnection): void;
  /** A statement is done. */
  handleCommandComplete(message: { text: string }): void;
  /** The server waits for data. */
  handleCopyInResponse(connection: PgConnection): void;
  /** The server sends data. */
  handleCopyData(): void;
  /** It failed, or the connection is lost. */
  handleError(error: Error, connection: PgConnection): void;
  /** All is done, without an error. */
  handleReadyForQuery(): void;
}

/** A client of one server process. */
export interface PgClient {
  /** The connection below it. */
  readonly connection: PgConnection;
  /** Names the server's process in a cancel. */
  readonly processID: number;
  /** Proves that the cancel is ours. */
  readonly secretKey: number;
  /** Connects and logs in. */
  connect(): Promise<unknown>;
  /** Runs a statement after those before it. */
  query(statement: Submittable): void;
  /** Ends the connection. */
  end(): Promise<void>;
  /** `I` outside of a transaction, `T` inside, `E` inside one that has failed. */
  getTransactionStatus(): "I" | "T" | "E" | null;
  /** Adds a listener; without one for errors a lost connection ends the program. */
  on(event: "error" | "end", listener: (error: Error) => void): void;
}

/** What the server says went wrong; every field as the server sent it. */
export interface PgError extends Error {
  /** The SQLSTATE. */
  code?: string;
  /** The place in the statement, in characters from 1 on. */
  position?: string;
  /** More about it. */
  detail?: string;
  /** What may help. */
  hint?: string;
  /** What the server was doing. */
  where?: string;
}

/** Makes a client. */
export const Client: new (config: ClientConfig) => PgClient = library.Client;

/** Makes a connection that belongs to no client. */
export const Connection: new (config: { ssl: false | TlsOptions }) => PgConnection = library.Connection;

/** The class of what the server says went wrong. */
export const DatabaseError: new (...args: never[]) => PgError = library.DatabaseError;
