/** Failures of storages as they end a server. */
import { Refusal } from "../commit/refusal.ts";
import { StorageError } from "../storage/roles.ts";
import { ServerError } from "./exit.ts";

/** The error with its exit code: a damaged log, another process that has the data, or a storage that does not start. */
export function asServerError(error: unknown): unknown {
  // What models ask for, and the configuration does not give.
  if (error instanceof Refusal) return new ServerError("configuration", error.message, { cause: error });
  if (!(error instanceof StorageError)) return error;
  const exit = error.code === "corrupt" ? "logDamaged" : error.code === "conflict" ? "cannotListen" : "storageFailed";
  return new ServerError(exit, error.message, { cause: error, ...error.remedy !== null && { remedy: error.remedy } });
}
