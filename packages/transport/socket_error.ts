/**
 * Failures of the operating system as connection errors.
 *
 * @module
 */
import { ConnectionError } from "./errors.ts";

/** The connection error for a failure to connect. */
export function connectError(socketId: string, cause: unknown): ConnectionError {
  const action = `Cannot connect to socket "${socketId}"`;
  switch (codeOf(cause)) {
    case "ENOENT":
    case "ECONNREFUSED":
      return new ConnectionError(
        "SocketUnreachable",
        `${action}: nothing listens there; start the program that should`,
        { cause },
      );
    case "EAGAIN":
      return new ConnectionError(
        "SocketUnreachable",
        `${action}: too many connections wait to be accepted; try again`,
        { cause },
      );
  }
  return isRefusal(cause)
    ? refusedError(action, cause)
    : new ConnectionError("SocketUnreachable", `${action}: ${messageOf(cause)}`, { cause });
}

/** The connection error for a failure to listen. */
export function listenError(socketId: string, cause: unknown): ConnectionError {
  const action = `Cannot listen on socket "${socketId}"`;
  if (isInUse(cause)) {
    return new ConnectionError(
      "SocketInUse",
      `${action}: the name is in use; stop the program that has it, or choose another name`,
      { cause },
    );
  }
  return isRefusal(cause)
    ? refusedError(action, cause)
    : new ConnectionError("SocketNameInvalid", `${action}: ${messageOf(cause)}; choose another name`, { cause });
}

/** The connection error for a failure within a connection. */
export function brokenError(action: "read from" | "write to" | "accept on", cause: unknown): ConnectionError {
  return new ConnectionError("ConnectionClosed", `Cannot ${action} socket: ${messageOf(cause)}`, { cause });
}

/** The connection error for a write to a closed end. */
export function closedError(): ConnectionError {
  return new ConnectionError("ConnectionClosed", "Cannot write to socket: the connection is closed");
}

/** Whether another program has the name. */
export function isInUse(cause: unknown): boolean {
  return codeOf(cause) === "EADDRINUSE";
}

function isRefusal(cause: unknown): boolean {
  return cause instanceof Deno.errors.NotCapable || ["EACCES", "EPERM"].includes(codeOf(cause));
}

function refusedError(action: string, cause: unknown): ConnectionError {
  return new ConnectionError(
    "PermissionMissing",
    `${action}: ${messageOf(cause)}; choose a name that this user may use`,
    { cause },
  );
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

/** Deno's messages name an abstract socket with its NUL, which makes a log a binary file. */
function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replaceAll("\0", "");
}
