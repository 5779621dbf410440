/**
 * Connects to a controller or a router, over TLS.
 *
 * @module
 */
import { type Channel, connect, type MetadataInit } from "@fluxwire/grpc";
import { ConnectionError } from "@fluxwire/transport";
import { ConfigError } from "../config/config_error.ts";
import { type ChannelOptions, channelOptions } from "../config/grpc_options.ts";
import { connectTls, type Trust } from "./tls_socket.ts";

/** Connects to an endpoint; each call on the channel carries the metadata. */
export type Dial = (endpoint: string, metadata: MetadataInit, signal?: AbortSignal) => Promise<Channel>;

/** How a controller and its routers are trusted, as configuration files say. */
export interface TlsConfig {
  /** Certificates in PEM, in base64. */
  readonly ca?: string;
  /** Whether any certificate will do. */
  readonly insecure?: boolean;
}

const CONNECT_MS = 10_000;
const TLS_PORT = 443;

/**
 * Dials as a configuration says.
 *
 * @param options What each connection is made with.
 * @throws {ConfigError} If `tls.ca` is no certificate.
 */
export function dialer(tls: TlsConfig, options: ChannelOptions = channelOptions({}).options): Dial {
  const trust = trustOf(tls);
  return async (endpoint, metadata, signal) => {
    const place = placeOf(endpoint);
    if (place === null) {
      throw new ConnectionError(
        "SocketNameInvalid",
        `Cannot connect to ${JSON.stringify(endpoint)}: it is not HOST:PORT`,
      );
    }
    const { hostname, port } = place, host = hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
    const ofSystem = trust.isChecked && trust.ca === null;
    return await connect(ofSystem ? host : await connectTls(place, trust, { timeoutMs: CONNECT_MS, signal }), {
      ...ofSystem ? { tls: {} } : {},
      scheme: "https",
      authority: host,
      metadata,
      ...options,
      signal,
    });
  };
}

/** HOST:PORT or [ADDRESS]:PORT in parts, by default with the port of TLS; null for anything else. */
export function placeOf(endpoint: string): { hostname: string; port: number } | null {
  const [, address, host, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/[\]]+))(?::(\d{1,5}))?$/.exec(endpoint) ?? [];
  const hostname = address ?? host, number = port === undefined ? TLS_PORT : Number(port);
  return hostname !== undefined && number >= 1 && number <= 65_535 ? { hostname, port: number } : null;
}

function trustOf({ ca = "", insecure = false }: TlsConfig): Trust {
  if (insecure || ca === "") return { ca: null, isChecked: !insecure };
  let pem: string;
  try {
    pem = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(ca));
  } catch (cause) {
    throw new ConfigError("tls.ca", "it is not base64 of a certificate in PEM", { cause });
  }
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return { ca: pem, isChecked: true };
  throw new ConfigError("tls.ca", "it is not base64 of a certificate in PEM");
}
