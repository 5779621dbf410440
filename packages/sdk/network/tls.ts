/**
 * TLS from a form's values.
 *
 * @module
 */
import { DriverError } from "../errors.ts";

/** The values of the fields of TLS. */
export interface TlsValues {
  /** Whether to encrypt the connection and check the server's certificate. */
  tls: boolean;
  /** The file with the trusted authorities; empty for the system's. */
  tls_ca: string;
  /** Whether to accept any certificate. */
  tls_any_certificate: boolean;
  /** The file with the client's own certificate; empty without one. */
  tls_certificate: string;
  /** The file with its key; empty without one. */
  tls_key: string;
}

/** TLS in the terms of Node's `tls.connect`, which client libraries pass on. */
export interface TlsSettings {
  /** Whether an untrusted certificate is refused. */
  rejectUnauthorized: boolean;
  /** The trusted authorities, in PEM; the system's if absent. */
  ca?: string;
  /** The client's certificate, in PEM. */
  cert?: string;
  /** Its key, in PEM. */
  key?: string;
}

/**
 * TLS as a form wants it; null for an unencrypted connection.
 *
 * @throws {DriverError} `InvalidRequest` for a file that cannot be read, and for a client certificate without its key or
 *   a key without its certificate.
 */
export async function readTls(values: TlsValues): Promise<TlsSettings | null> {
  if (!values.tls) return null;
  if ((values.tls_certificate === "") !== (values.tls_key === "")) {
    throw new DriverError("InvalidRequest", "Cannot use the client certificate: it needs both its file and its key's");
  }
  const settings: TlsSettings = { rejectUnauthorized: !values.tls_any_certificate };
  if (values.tls_ca !== "") settings.ca = await readPem("CA certificate", values.tls_ca);
  if (values.tls_certificate === "") return settings;
  settings.cert = await readPem("client certificate", values.tls_certificate);
  settings.key = await readPem("client key", values.tls_key);
  return settings;
}

async function readPem(what: string, path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    const reason = cause instanceof Deno.errors.NotCapable
      ? "the driver may not read it; start it with --allow-read"
      : (cause as Error).message;
    throw new DriverError("InvalidRequest", `Cannot read the ${what} ${path}: ${reason}`, { cause });
  }
}
