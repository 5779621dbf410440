/** The worker that a log of SQLite blocks. It answers one message after the other. */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { StorageError } from "../roles.ts";
import { SqliteLog } from "./log.ts";
import type { LogAnswer, LogQuestion } from "./log_messages.ts";

let log: SqliteLog | null = null;

self.onmessage = ({ data }: MessageEvent<LogQuestion>) => self.postMessage(answer(data));

function answer({ id, call, args }: LogQuestion): LogAnswer {
  try {
    if (call === "open") {
      log = new SqliteLog(args[0] as string);
      return { id, value: log.info() };
    }
    if (call === "close") return { id, value: log?.[Symbol.dispose]() };
    return { id, value: (log![call] as (...args: unknown[]) => unknown)(...args) };
  } catch (error) {
    const { code, remedy } = error instanceof StorageError ? error : { code: "unavailable", remedy: null } as const;
    return { id, failure: { code, message: error instanceof Error ? error.message : String(error), remedy } };
  }
}
