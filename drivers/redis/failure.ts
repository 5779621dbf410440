/**
 * The errors of the server and of connections, for users.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { connectFailure, failureText } from "@fluxwire/sdk/network";
import { type Command, commandName, isRead } from "./command.ts";
import { ErrorReply, SocketClosedUnexpectedlyError } from "./redis.ts";

/** The server's error, unchanged: its first word is the code. */
export function toRefusal(error: ErrorReply): DriverError {
  return new DriverError("Driver", error.message, { cause: error });
}

/** The error of a failed connection, from any error of the client library. */
export function toConnectFailure(error: unknown, server: string): DriverError {
  if (error instanceof ErrorReply) {
    return new DriverError("Driver", `Cannot connect to Redis at ${server}: ${error.message}`, { cause: error });
  }
  return connectFailure(readable(error), { server: `Redis at ${server}` });
}

/** The library names only the byte that it does not know. */
function readable(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith("Unknown RESP type")) return error;
  const text = `it sent a reply that Redis's protocol does not have (${error.message}); see that the port is Redis's`;
  return new Error(text, { cause: error });
}

/** Whether the server refuses a command for lack of rights. */
export function isForbidden({ message }: ErrorReply): boolean {
  return message.startsWith("NOPERM");
}

/** The error of a cancelled command of which no reply says whether it was carried out. */
export function toDoubt(command: Command): DriverError {
  return new DriverError("Driver", outcomeOf(command), { mayBeDone: true });
}

function outcomeOf(command: Command): string {
  return `${commandName(command)} may have been carried out: look before you send it again`;
}

/** The error of a connection that ended during a command. A command that may have changed something is not retriable. */
export function toLoss(error: unknown, server: string, command: Command): DriverError {
  const text = error instanceof SocketClosedUnexpectedlyError ? "the server closed it" : failureText(readable(error));
  const retriable = isRead(command);
  const outcome = retriable ? "" : `; ${outcomeOf(command)}`;
  const message = `Lost the connection to Redis at ${server}: ${text}${outcome}; the next command connects again`;
  return new DriverError("Transport", message, { retriable, cause: error, mayBeDone: !retriable });
}
