/** The client library of PostgreSQL, with the part of its interface that is used here: the only place that names its version. */
import library from "npm:pg@8.23.1";

/** TLS in the terms of Node's `tls.connect`. */
export interface TlsSettings {
  readonly rejectUnauthorized: boolean;
  /** Trusted authorities in PEM; the system's if absent. */
  readonly ca?: string;
}

/** The options of a client. All are set: the library takes missing ones from the environment. */
export interface ClientConfig {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ssl: false | TlsSettings;
  readonly application_name: string;
  readonly connectionTimeoutMillis: number;
  readonly keepAlive: boolean;
}

/** A statement with its values. One with a name is parsed once for each connection. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** A row: 64-bit integers are texts. */
export type Row = Readonly<Record<string, unknown>>;

/** A client of one server process. It runs one statement after the other. */
export interface Client {
  /** The connection below it. */
  readonly connection: { readonly stream: { destroy(): void } };
  connect(): Promise<unknown>;
  /** A list of results for a text of several statements. */
  query(statement: Statement): Promise<{ rows: Row[] } | { rows: Row[] }[]>;
  end(): Promise<void>;
  on(event: "error" | "end", listener: (error?: Error) => void): void;
  on(event: "notification", listener: (message: { readonly payload?: string }) => void): void;
}

/** Creates a client. */
export const Client: new (config: ClientConfig) => Client = library.Client;
