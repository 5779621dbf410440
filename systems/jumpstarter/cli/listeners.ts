/**
 * Where an exporter listens, as its command line says.
 *
 * @module
 */
import { type Flag, UsageError } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";
import type { ListenOptions } from "../exporter/served.ts";
import { PASSPHRASE_FLAGS, passphraseOf } from "./passphrase_flags.ts";

/** The flags. */
export const LISTEN_FLAGS: readonly Flag[] = [
  { name: "tls-grpc-listener", value: "[HOST:]PORT", help: "Listen on TCP; without HOST on all interfaces" },
  { name: "tls-cert", value: "FILE", help: "The certificate in PEM, its chain behind it" },
  { name: "tls-key", value: "FILE", help: "The certificate's private key in PEM" },
  { name: "tls-grpc-insecure", value: null, help: "Listen without TLS" },
  { name: "socket", value: "PATH", help: "Listen on a Unix socket" },
  ...PASSPHRASE_FLAGS,
];

/** Whether the flags name no place: the exporter is one of a controller. */
export function isWithoutListener(flags: Flags): boolean {
  if (flags.has("socket") || flags.has("tls-grpc-listener")) return false;
  const other = LISTEN_FLAGS.find(({ name }) => flags.has(name));
  if (other === undefined) return true;
  throw new UsageError(`Cannot use --${other.name}: give --tls-grpc-listener [HOST:]PORT or --socket PATH as well`);
}

/** What the flags ask for. */
export interface Listeners {
  /** Where to listen. */
  readonly listeners: readonly ListenOptions[];
  /** What to warn of. */
  readonly warnings: readonly string[];
}

/**
 * Reads the flags.
 *
 * @throws {UsageError} If they leave open whether TLS is meant.
 */
export async function listenersOf(flags: Flags): Promise<Listeners> {
  const warnings: string[] = [];
  const passphrase = passphraseOf(flags, warnings);
  const listeners: ListenOptions[] = [];
  const socket = flags.text("socket"), tcp = flags.text("tls-grpc-listener");
  if (socket !== null) {
    listeners.push({ address: `unix:${socket.startsWith("/") ? socket : `${Deno.cwd()}/${socket}`}`, passphrase });
  }
  if (tcp !== null) {
    const tls = await tlsOf(flags);
    if (tls === undefined && passphrase !== null) {
      warnings.push("The passphrase goes over the network without TLS: others can read it");
    }
    listeners.push({ address: tcpAddress(tcp), tls, passphrase });
  }
  return { listeners, warnings };
}

async function tlsOf(flags: Flags): Promise<ListenOptions["tls"]> {
  const cert = flags.text("tls-cert"), key = flags.text("tls-key"), isPlain = flags.has("tls-grpc-insecure");
  if (isPlain && cert === null && key === null) return undefined;
  if (isPlain || cert === null || key === null) {
    throw new UsageError("Give both --tls-cert and --tls-key, or --tls-grpc-insecure");
  }
  return { cert: await readPem(cert, "--tls-cert"), key: await readPem(key, "--tls-key") };
}

async function readPem(file: string, flag: string): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (cause) {
    throw new UsageError(`Cannot read ${flag} ${file}: ${(cause as Error).message}`, { cause });
  }
}

/** HOST:PORT as the gRPC end takes it. */
function tcpAddress(text: string): string {
  const [, host, port] = /^(?:(.*):)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new UsageError(`Cannot use --tls-grpc-listener ${text}: write [HOST:]PORT`);
  }
  return `${host === undefined || host === "" ? "0.0.0.0" : host}:${port}`;
}
