/**
 * The address of a server and its user, from the form's values.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { type HostValues, serverPlace, type TlsSettings, type TlsValues } from "@fluxwire/sdk/network";

/** The form's values for the address. */
export interface AddressValues extends HostValues, TlsValues {
  /** An ACL user; empty for the default user. */
  username: string;
  /** The first database; null for 0. */
  database: number | null;
  /** A Unix socket, used instead of host and port; empty for none. */
  socket_path: string;
}

/** The address of a server and its user. */
export interface Address {
  /** The server's name in messages. */
  readonly name: string;
  /** The address as options of the client library. */
  readonly socket: { path: string } | ({ host: string; port: number } & Partial<TlsSettings & { tls: true }>);
  /** An ACL user; undefined for the default user. */
  readonly username: string | undefined;
  /** The password; undefined without one. */
  readonly password: string | undefined;
  /** The database to begin with. */
  readonly database: number;
}

/** The usual port. */
export const DEFAULT_PORT = 6379;

/**
 * The address that a form describes.
 *
 * @throws {DriverError} `InvalidRequest` for a file that cannot be read, a username without a password, and a
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
  const { host, port, tls, name } = await serverPlace(values, DEFAULT_PORT);
  return { name, socket: tls === null ? { host, port } : { host, port, tls: true, ...tls }, ...who };
}
