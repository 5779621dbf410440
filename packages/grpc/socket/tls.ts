/**
 * TLS with HTTP/2 agreed on by ALPN.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";

/** The protocol that both ends must name. */
export const ALPN: string[] = ["h2"];

/** The certificate of a server. */
export interface ServerTls {
  /** The chain in PEM, the server's own certificate first. */
  cert: string;
  /** Its private key in PEM. */
  key: string;
}

/** How a client trusts a server. */
export interface ClientTls {
  /**
   * Certificates in PEM that are trusted besides the system's.
   *
   * @default {[]}
   */
  caCerts?: string[];
  /**
   * The name that the server's certificate must have.
   *
   * @default The host of the address
   */
  serverName?: string;
}

/**
 * Finishes the handshake.
 *
 * @throws {ConnectionError} `TlsFailed` if it fails, or the peer does not name `h2`.
 */
export async function handshakeTls(conn: Deno.TlsConn, action: string): Promise<void> {
  let alpn: string | null;
  try {
    alpn = (await conn.handshake()).alpnProtocol;
  } catch (cause) {
    throw tlsError(action, cause);
  }
  if (alpn === "h2") return;
  const found = alpn === null ? "names no protocol" : `names ${JSON.stringify(alpn)}`;
  throw new ConnectionError("TlsFailed", `Cannot ${action}: the peer ${found} by ALPN; it must be h2`);
}

/** The error for a failed handshake, with what to do. */
export function tlsError(action: string, cause: unknown): ConnectionError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const hint = text.includes("CaUsedAsEndEntity")
    ? "; the server's certificate is a certificate authority: make one with basicConstraints CA:FALSE"
    : text.includes("UnknownIssuer")
    ? "; give the certificate, or its authority's, in tls.caCerts"
    : /NotValidForName|not valid for name/.test(text)
    ? "; give the name that it has in tls.serverName"
    : "";
  return new ConnectionError("TlsFailed", `Cannot ${action}: ${text}${hint}`, { cause });
}
