/**
 * The errors of the server and of connections, for users.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { ErrorReply, SocketClosedUnexpectedlyError } from "./redis.ts";

/** The errors of missing permissions differ between sockets and names, but not their remedy. */
const PERMISSION_MISSING =
  "a permission is missing; start the driver with --allow-net, and for a Unix socket --allow-read and --allow-write";

/** Codes of the operating system and their meaning for users. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused; see whether the server runs there",
  ECONNRESET: "the connection was reset",
  EHOSTUNREACH: "the host cannot be reached",
  ENOENT: "there is no such socket",
  EPERM: PERMISSION_MISSING,
  ENOTFOUND: "the host's name is not known",
  ETIMEDOUT: "no answer in time",
};

/** The server's error, unchanged: its first word is the code. */
export function toRefusal(error: ErrorReply): DriverError {
  return new DriverError("Driver", error.message, { cause: error });
}

/** The error of a failed connection, from any error of the client library. */
export function toConnectFailure(error: unknown, server: string): DriverError {
  if (error instanceof ErrorReply) {
    return new DriverError("Driver", `Cannot connect to Redis at ${server}: ${error.message}`, { cause: error });
  }
  const text = `Cannot connect to Redis at ${server}: ${reasonOf(error)}`;
  return new DriverError("Transport", text, { retriable: true, cause: error });
}

/** The error of a connection that ended during a command. */
export function toLoss(error: unknown, server: string): DriverError {
  const text = error instanceof SocketClosedUnexpectedlyError ? "the server closed it" : reasonOf(error);
  const message = `Lost the connection to Redis at ${server}: ${text}; the next command connects again`;
  return new DriverError("Transport", message, { retriable: true, cause: error });
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return PERMISSION_MISSING;
  const { code, message } = error as { code?: string; message: string };
  return REASONS[code ?? ""] ?? (message || String(error));
}
