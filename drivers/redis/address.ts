/**
 * The address of a server and its user, from the form's values.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";

/** The form's values for the address. */
export interface AddressValues {
  /** A name or an IP address. */
  host: string;
  /** The port; null for 6379. */
  port: number | null;
  /** An ACL user; empty for the default user. */
  username: string;
  /** The first database; null for 0. */
  database: number | null;
  /** Whether to use TLS; disabled for a Unix socket. */
  tls: boolean;
  /** A PEM file with the authorities to trust; empty for the system's. */
  tls_ca: string;
  /** A Unix socket, used instead of host and port; empty for none. */
  socket_path: string;
}

/** The address of a server and its user. */
export interface Address {
  /** The server's name in messages. */
  readonly name: string;
  /** The address as options of the client library. */
  readonly socket: { path: string } | { host: string; port: number; tls?: true; ca?: string };
  /** An ACL user; undefined for the default user. */
  readonly username: string | undefined;
  /** The password; undefined without one. */
  readonly password: string | undefined;
  /** The database to begin with. */
  readonly database: number;
}

const CONNECTION_STRING = "Cannot use host: it is a connection string; fill its parts into the form's own fields";

/**
 * The address that a form describes.
 *
 * @throws {DriverError} `InvalidRequest` for a CA file that cannot be read, a username without a password, and a
 * connection string as host.
 */
export async function toAddress(values: AddressValues, password: string | null): Promise<Address> {
  if (values.username !== "" && !password) {
    throw new DriverError("InvalidRequest", `Cannot log in as ${values.username}: password is empty`);
  }
  const who = {
    username: values.username || undefined,
    password: password || undefined,
    database: values.database ?? 0,
  };
  if (values.socket_path !== "") {
    return { name: values.socket_path, socket: { path: values.socket_path }, ...who };
  }
  // The error does not repeat it: it may contain a password that is not in any list of secrets.
  if (/@|:\/\//.test(values.host)) throw new DriverError("InvalidRequest", CONNECTION_STRING);
  const place = { host: values.host || "localhost", port: values.port ?? 6379 };
  const name = `${place.host}:${place.port}`;
  if (!values.tls) return { name, socket: place, ...who };
  const ca = values.tls_ca === "" ? undefined : await readAuthorities(values.tls_ca);
  return { name, socket: { ...place, tls: true, ca }, ...who };
}

async function readAuthorities(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    const reason = cause instanceof Deno.errors.NotCapable
      ? "the driver may not read it; start it with --allow-read"
      : (cause as Error).message;
    throw new DriverError("InvalidRequest", `Cannot read CA certificate ${path}: ${reason}`, { cause });
  }
}
