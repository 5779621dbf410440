/**
 * The address of a server and its user: converts the form's values to the library's options.
 *
 * @module
 */
import { field, type Form, form } from "@fluxwire/sdk";
import { hostFields, type HostValues, serverPlace, tlsFields, type TlsValues } from "@fluxwire/sdk/network";
import type { ClientConfig } from "./pg.ts";

/** The values of the form. */
export interface ServerValues extends HostValues, TlsValues {
  /** The role. */
  user: string;
  /** The database to open first; empty for the one with the role's name. */
  database: string;
  /** The time limit of a statement in seconds; 0 and null for no limit. */
  statement_timeout: number | null;
}

/** The usual port. */
export const DEFAULT_PORT = 5432;

/** How long connecting may take, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000;

/** The form of a connection. */
export const SERVER_FORM: Form<ServerValues> = form({
  ...hostFields({
    port: DEFAULT_PORT,
    help: "A name, an address, or the folder of a Unix socket, such as /var/run/postgresql",
  }),
  user: field.text("User", { required: true, default: "postgres" }),
  password: field.password("Password"),
  database: field.text("Database", { default: "postgres" }),
  ...tlsFields(),
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
  const { user } = values, { host, port, tls, name } = await serverPlace(values, DEFAULT_PORT);
  return {
    host,
    port,
    user,
    password: password ?? "",
    database: values.database === "" ? user : values.database,
    ssl: tls ?? false,
    application_name: "Fluxwire",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    target: host.startsWith("/") ? `at ${host}/.s.PGSQL.${port}` : `at ${name}`,
  };
}
