/**
 * Where a server is and who connects: the form's values as the library takes them.
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
  /** The database that is opened first; empty for one that is called like the role. */
  database: string;
  /** Whether the connection is encrypted, and the server proves who it is. */
  tls: boolean;
  /** The file with the certificates of those who may vouch for the server. */
  tls_ca: string;
  /** Whether any certificate is good enough. */
  tls_any_certificate: boolean;
  /** The seconds that a statement may run; 0 and null for no limit. */
  statement_timeout: number | null;
}

/** The usual port. */
export const DEFAULT_PORT = 5432;

/** How long connecting may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

const CONNECTION_STRING = "Cannot use host: it is a connection string; fill its parts into the form's own fields";

/** What a connection needs to know. */
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

/** How to reach one database of a server. Nothing is left to the environment. */
export interface ServerAddress extends ClientConfig {
  /** How errors name it; no secret is in it. */
  readonly target: string;
}

/**
 * The address that the form's values say.
 *
 * @throws {DriverError} `InvalidRequest` for a certificate file that cannot be read, and a connection string as host.
 */
export async function addressOf(values: ServerValues, password: string | null): Promise<ServerAddress> {
  const { host, user, tls } = values;
  // It is not repeated: there may be a password in it, which no list of secrets knows.
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
