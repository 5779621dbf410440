/** What goes between an event storage and its worker. */
import type { StorageErrorCode } from "../roles.ts";
import type { SqliteLog } from "./log.ts";

/** The calls of a log. */
export type LogCall = Exclude<keyof SqliteLog, symbol>;

/** A call by number. */
export interface LogQuestion {
  readonly id: number;
  readonly call: LogCall | "open" | "close";
  readonly args: readonly unknown[];
}

/** What a call gave, or why it failed. */
export type LogAnswer =
  | { readonly id: number; readonly value: unknown; readonly failure?: undefined }
  | { readonly id: number; readonly failure: LogFailure };

/** Why a call failed. */
export interface LogFailure {
  readonly code: StorageErrorCode;
  readonly message: string;
  readonly remedy: string | null;
}
