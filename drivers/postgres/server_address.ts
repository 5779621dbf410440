/**
 * The address of a server and its user: converts the form's values to the library's options.
 *
 * @module
 */
import { DriverError, field, type Form, form } from "@fluxwire/sdk";
import type { ClientConfig } from "./pg.ts";

/** The values of the form. */
export interface ServerValues {
  /** A name, an address, or the folder of a Unix socket. */
  host: string;
  /** The port; null for the usual one. */
  port: number | null;
  /** The role. */
  user: string;
  /** The database to open first; empty for the one with the role's name. */
  database: string;
  /** Whether to encrypt the connection and check the server's certificate. */
  tls: boolean;
  /** The file with the trusted certificates. */
  tls_ca: string;
  /** Whether to accept any certificate. */
  tls_any_certificate: boolean;
  /** The time limit of a statement in seconds; 0 and null for no limit. */
  statement_timeout: number | null;
}

/** The usual port. */
export const DEFAULT_PORT = 5432;

/** How long connecting may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

const CONNECTION_STRING = "Cannot use host: it is a connection string; fill its parts into the form's own fields";

/** The form of a connection. */
export const SERVER_FORM: Form<ServerValues> = form({
  host: field.text("Host", {
    required: true,
    default: "localhost",
    help: "A name, an address, or the folder of a Unix socket, such as /var/run/postgresql",
  }),
  port: field.number("Port", { default: String(DEFAULT_PORT) }),
  user: field.text("User", { required: true, default: "postgres" }),
  password: field.password("Password"),
  database: field.text("Database", { default: "postgres" }),
  tls: field.checkbox("TLS: encrypt, and check the server's certificate"),
  tls_ca: field.filePath("CA certificate", {
    enabledWhenChecked: "tls",
    placeholder: "PEM file; empty for the system's authorities",
  }),
  tls_any_certificate: field.checkbox("Accept any certificate: encrypt, but let any server answer", {
    enabledWhenChecked: "tls",
  }),
  statement_timeout: field.statementTimeout(),
});

/** How to reach one database of a server, without any option from the environment. */
export interface ServerAddress extends ClientConfig {
  /** Its name in errors, without secrets. */
  readonly target: string;
}

/**
 * The address in the form's values.
 *
 * @throws {DriverError} `InvalidRequest` for a certificate file that cannot be read, and a connection string as host.
 */
export async function addressOf(values: ServerValues, password: string | null): Promise<ServerAddress> {
  const { host, user, tls } = values;
  // The error does not repeat it: it may contain a password that is not in any list of secrets.
  if (!host.startsWith("/") && /[@=]|:\/\//.test(host)) throw new DriverError("InvalidRequest", CONNECTION_STRING);
  const port = values.port ?? DEFAULT_PORT;
  return {
    host,
    port,
    user,
    password: password ?? "",
    database: values.database === "" ? user : values.database,
    ssl: tls ? { rejectUnauthorized: !values.tls_any_certificate, ca: await readAuthority(values.tls_ca) } : false,
    application_name: "Fluxwire",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    target: host.startsWith("/") ? `at ${host}/.s.PGSQL.${port}` : `at ${host}:${port}`,
  };
}

async function readAuthority(path: string): Promise<string | undefined> {
  if (path === "") return undefined;
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    const text = `Cannot read the CA certificate ${path}: ${(cause as Error).message}`;
    throw new DriverError("InvalidRequest", text, { cause });
  }
}
