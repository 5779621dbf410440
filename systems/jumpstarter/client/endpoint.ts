/**
 * Where an exporter is, from the variables that Jumpstarter's shells set.
 *
 * @module
 */
import type { ClientTls } from "@fluxwire/grpc";

/** An exporter's address, and how to speak to it. */
export interface Endpoint {
  /** The address for the gRPC end. */
  readonly address: string;
  /** How to trust the exporter; null for plaintext. */
  readonly tls: ClientTls | null;
  /** The exporter's passphrase; null if it has none. */
  readonly passphrase: string | null;
}

/** Reads a variable, or a file. */
export type Read = (name: string) => string | undefined;

const TCP_PORT = /:([0-9]{1,5})$/;

/**
 * The address in the form of `JUMPSTARTER_HOST`: `HOST:PORT`, or the path of a Unix socket. What ends in a port from 1 to
 * 65535 is TCP.
 */
export function addressOf(host: string): string {
  const port = Number(TCP_PORT.exec(host)?.[1] ?? 0);
  return port >= 1 && port <= 65_535 && !host.startsWith("unix:")
    ? host
    : host.startsWith("unix:")
    ? host
    : `unix:${host}`;
}

/**
 * The endpoint that variables name: `JUMPSTARTER_HOST`, `JMP_GRPC_INSECURE` or `JUMPSTARTER_GRPC_INSECURE` (`1` for
 * plaintext over TCP), `JMP_GRPC_PASSPHRASE`, and `GRPC_DEFAULT_SSL_ROOTS_FILE_PATH` (certificates in PEM to trust).
 *
 * @param variable Reads a variable.
 * @param file Reads a file, for the certificates.
 * @returns The endpoint; null if `JUMPSTARTER_HOST` is not set.
 */
export function endpointOf(variable: Read, file: (path: string) => string): Endpoint | null {
  const host = variable("JUMPSTARTER_HOST");
  if (host === undefined || host === "") return null;
  const address = addressOf(host);
  const isPlain = address.startsWith("unix:") ||
    [variable("JMP_GRPC_INSECURE"), variable("JUMPSTARTER_GRPC_INSECURE")].includes("1");
  const roots = isPlain ? undefined : variable("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH");
  const tls = isPlain ? null : roots === undefined || roots === "" ? {} : { caCerts: [file(roots)] };
  return { address, tls, passphrase: variable("JMP_GRPC_PASSPHRASE") || null };
}
