/**
 * What stands before the words of `j`: how to reach the exporter, and how to write.
 *
 * @module
 */
import { type Flag, type FlagValues, JSON_FLAG, UsageError } from "@fluxwire/command";
import { Flags } from "@fluxwire/command/program";
import { addressOf, type Endpoint, endpointOf } from "../client/endpoint.ts";

/** The flags of `j` itself. */
export const J_FLAGS: readonly Flag[] = [
  { name: "host", value: "HOST", help: "The exporter: HOST:PORT, or the path of a Unix socket" },
  { name: "insecure", value: null, help: "Speak plaintext over TCP instead of TLS" },
  { name: "tls-ca", value: "FILE", help: "Certificates in PEM to trust beside the system's" },
  { name: "passphrase-env", value: "NAME", help: "The variable with the passphrase (default JMP_GRPC_PASSPHRASE)" },
  { name: "helpers", value: "DEVICE=FILE#EXPORT", help: "Commands from a function of FILE; may be repeated" },
  { name: "exporter-logs", value: null, help: "Show the exporter's log on stderr" },
  { name: "timeout", value: "MS", help: "Time limit of the whole command in milliseconds (default: none)" },
  JSON_FLAG,
  { name: "help", short: "h", value: null, help: "Show this help, or that of a device or command" },
];

/** The command line of `j`, in its parts. */
export interface JLine {
  /** The flags before the first word. */
  readonly flags: Flags;
  /** All from the first word on, without `--json`. */
  readonly words: readonly string[];
}

/** Splits a command line at its first word. `--json` may stand behind it, too, except behind `--`. */
export function splitLine(args: readonly string[]): JLine {
  let at = 0;
  while (at < args.length && args[at]!.startsWith("-")) {
    const [, name, inline] = /^--?([A-Za-z][\w-]*)(=.*)?$/s.exec(args[at]!) ?? [];
    const flag = J_FLAGS.find((flag) => flag.name === name || flag.short === name);
    at += flag !== undefined && flag.value !== null && inline === undefined ? 2 : 1;
  }
  const flags = Flags.parse(args.slice(0, at), { name: "j", flags: J_FLAGS });
  const rest = args.slice(at), end = rest.indexOf("--");
  return { flags, words: rest.filter((word, index) => word !== "--json" || (end >= 0 && index > end)) };
}

/**
 * The exporter that flags and variables name; null if they name none.
 *
 * @throws {UsageError} For a file of certificates that cannot be read, and a variable that is not set.
 */
export function endpointFor(flags: Flags): Endpoint | null {
  const host = flags.text("host");
  if (host !== null && addressOf(host) === "unix:") throw new UsageError("Cannot use --host: it is empty");
  return endpointOfFlags(host, flags);
}

/**
 * The exporter at an address, with the rest of the flags of {@link endpointFor}.
 *
 * @throws {UsageError} As that does.
 */
export function endpointAt(host: string, flags: FlagValues): Endpoint {
  return endpointOfFlags(host, flags)!;
}

function endpointOfFlags(host: string | null, flags: FlagValues): Endpoint | null {
  const name = flags.text("passphrase-env"), ca = flags.text("tls-ca");
  const variable = (key: string): string | undefined => {
    if (key === "JUMPSTARTER_HOST" && host !== null) return host;
    if (key === "JMP_GRPC_INSECURE" && flags.has("insecure")) return "1";
    if (key === "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH" && ca !== null) return ca;
    return Deno.env.get(key === "JMP_GRPC_PASSPHRASE" && name !== null ? name : key);
  };
  if (name !== null && !Deno.env.get(name)) {
    throw new UsageError(`Cannot use --passphrase-env ${name}: the variable is not set`);
  }
  return endpointOf(variable, fileText);
}

function fileText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new UsageError(`Cannot read the certificates of ${path}: ${error instanceof Error ? error.message : error}`);
  }
}
