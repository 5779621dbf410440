/**
 * The parts of a form that reach a server.
 *
 * @module
 */
import { type Field, field } from "../field.ts";

/** How the address of a server is asked for. */
export interface HostFieldOptions<R extends string> {
  /** The server's usual port. */
  port: number;
  /**
   * The text beside the host.
   *
   * @default none
   */
  help?: string;
  /**
   * The id of a field that replaces host and port if it is filled.
   *
   * @default none
   */
  unlessSet?: R;
}

/** The fields of an address: `host` and `port`. */
export function hostFields<R extends string = never>(
  { port, help, unlessSet }: HostFieldOptions<R>,
): { host: Field<string, R>; port: Field<number | null, R> } {
  const condition = unlessSet === undefined ? { required: true } : { disabledWhenFieldSet: unlessSet };
  return {
    host: field.text<R>("Host", { default: "localhost", help, ...condition }),
    port: field.number<R>("Port", { default: String(port), disabledWhenFieldSet: unlessSet }),
  };
}

/** The field of a Unix socket, which replaces host and port: `socket_path`. */
export function socketField(placeholder: string): { socket_path: Field<string> } {
  return { socket_path: field.filePath("Unix socket (instead of host and port)", { placeholder }) };
}

/** The fields of TLS. */
export interface TlsFields<R extends string> {
  /** Whether to encrypt the connection and check the server's certificate. */
  tls: Field<boolean, R>;
  /** The file with the trusted authorities. */
  tls_ca: Field<string, "tls">;
  /** Whether to accept any certificate. */
  tls_any_certificate: Field<boolean, "tls">;
  /** The file with the client's own certificate. */
  tls_certificate: Field<string, "tls">;
  /** The file with its key. */
  tls_key: Field<string, "tls">;
}

/**
 * The fields of TLS.
 *
 * @param options.unlessSet The id of a field that rules TLS out if it is filled, such as that of a Unix socket.
 */
export function tlsFields<R extends string = never>(options: { unlessSet?: R } = {}): TlsFields<R> {
  const more = { enabledWhenChecked: "tls" } as const;
  return {
    tls: field.checkbox<R>("TLS: encrypt, and check the server's certificate", {
      disabledWhenFieldSet: options.unlessSet,
    }),
    tls_ca: field.filePath<"tls">("CA certificate", {
      ...more,
      placeholder: "PEM file; empty for the system's authorities",
    }),
    tls_any_certificate: field.checkbox<"tls">("Accept any certificate: encrypt, but let any server answer", more),
    tls_certificate: field.filePath<"tls">("Client certificate", {
      ...more,
      placeholder: "PEM file; empty without one",
    }),
    tls_key: field.filePath<"tls">("Client key", {
      ...more,
      placeholder: "PEM file with the client certificate's key",
    }),
  };
}
