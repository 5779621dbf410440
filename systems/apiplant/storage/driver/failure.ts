/** What failures of a driver mean for what is stored with it. */
import { HostError, StartError } from "@fluxwire/supervise";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "@fluxwire/wire";
import { StorageError } from "../roles.ts";

/** Answers after which nothing is known of the session: what it had open may be undone. */
const LOSES_SESSION: ReadonlySet<string> = new Set(["Transport", "Timeout", "Cancelled", "SessionNotFound"]);

/** Whether a call failed because its session, its connection or its driver is gone: a new session may succeed. */
export function losesSession(error: unknown): boolean {
  if (error instanceof RpcError) return LOSES_SESSION.has(error.code);
  return error instanceof ConnectionError || error instanceof ProtocolError || error instanceof MalformedError ||
    error instanceof HostError || error instanceof StartError;
}

/** Whether a driver says that the same call may succeed later, as when another connection holds a lock. */
function isRetriable(error: unknown): boolean {
  return error instanceof RpcError && error.retriable && !losesSession(error);
}

/** Whether a failure says nothing about the driver and what it keeps: the same call may succeed later. */
export function isPassing(error: unknown): boolean {
  return losesSession(error) || isRetriable(error);
}

/** The failure of a driver as the roles report failures; what is none stays what it is. */
export function asStorageError(driver: string, error: unknown): unknown {
  if (error instanceof StorageError) return error;
  if (!losesSession(error) && !(error instanceof RpcError)) return error;
  return new StorageError("unavailable", `The driver ${driver} failed: ${(error as Error).message}`, { cause: error });
}
