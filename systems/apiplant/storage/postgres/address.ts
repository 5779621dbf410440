/** Where a database of PostgreSQL is, and how to log in. */
import { StorageError } from "../roles.ts";
import type { ClientConfig, TlsSettings } from "./library.ts";

const DEFAULT_PORT = 5432;
/** How long connecting may take, in milliseconds. */
const CONNECT_MS = 5_000;

/** How the server is checked: not encrypted, encrypted, or encrypted and its certificate checked. */
export const TLS_MODES = ["off", "require", "verify"] as const;

/** What is known of the server; what is left out has its default. */
export interface AddressSettings {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE`; the other settings come before its parts. */
  readonly url: string | null;
  readonly host: string | null;
  readonly port: number | null;
  readonly user: string | null;
  readonly password: string | null;
  readonly database: string | null;
  /** By default `verify`, and `off` for servers of this machine. */
  readonly tls: typeof TLS_MODES[number] | null;
  /** Authorities in PEM that a certificate is checked with; the system's without. */
  readonly ca: string | null;
}

/** An address with its name in messages, which holds no secret. */
export interface PostgresAddress {
  readonly config: ClientConfig;
  readonly name: string;
}

/**
 * Puts the parts of an address together.
 *
 * @throws {StorageError} `invalid` for another URL than one of PostgreSQL; the message does not show it.
 */
export function addressOf(settings: AddressSettings): PostgresAddress {
  const url = settings.url === null ? null : parsed(settings.url);
  const host = settings.host ?? (url?.host || "127.0.0.1");
  const port = settings.port ?? url?.port ?? DEFAULT_PORT;
  const user = settings.user ?? (url?.user || "postgres");
  const database = settings.database ?? (url?.database || user);
  return {
    name: `PostgreSQL at ${host.startsWith("/") ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`}/${database}`,
    config: {
      host,
      port,
      user,
      password: settings.password ?? url?.password ?? "",
      database,
      ssl: tlsOf(settings.tls ?? (isHere(host) ? "off" : "verify"), settings.ca),
      application_name: "Fluxwire models",
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    },
  };
}

function parsed(text: string): { host: string; port: number | null; user: string; password: string; database: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new StorageError(
      "invalid",
      "The url of the event storage must be postgres://USER:PASSWORD@HOST:PORT/DATABASE",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw new StorageError("invalid", "The url of the event storage has options: write them as settings, such as tls");
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? null : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Its own error would show a part of the password.
    throw new StorageError(
      "invalid",
      "The url of the event storage has a % that no hexadecimal digits follow: write %25",
    );
  }
}

function tlsOf(mode: typeof TLS_MODES[number], ca: string | null): false | TlsSettings {
  if (mode === "off") return false;
  return { rejectUnauthorized: mode === "verify", ...(ca !== null && { ca }) };
}

function isHere(host: string): boolean {
  return host.startsWith("/") || host === "localhost" || host === "::1" || /^127\./.test(host);
}
