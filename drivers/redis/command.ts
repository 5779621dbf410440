/**
 * Commands and their replies: which change nothing, and which were carried out.
 *
 * @module
 */
import { ErrorReply } from "./redis.ts";

/** A command: its name and arguments. */
export type Command = readonly (string | Uint8Array)[];

/** The server's reply: bytes for all kinds of texts, a text of digits for an integer. */
export type Reply = null | string | Uint8Array | ErrorReply | Reply[];

/** Commands that change nothing: they may be sent again. */
const READS: ReadonlySet<string> = new Set([
  ...["GET", "MGET", "STRLEN", "GETRANGE", "EXISTS", "TYPE", "TTL", "PTTL", "SCAN", "DUMP", "MEMORY", "DBSIZE", "KEYS"],
  ...["HGETALL", "HLEN", "HSCAN", "LRANGE", "LLEN", "SMEMBERS", "SCARD", "SSCAN", "ZRANGE", "ZCARD", "ZSCAN"],
  ...["HGET", "HMGET", "HEXISTS", "HKEYS", "HVALS", "LINDEX", "LPOS", "SISMEMBER", "SMISMEMBER", "SRANDMEMBER"],
  ...["SINTER", "SUNION", "SDIFF", "ZSCORE", "ZMSCORE", "ZRANK", "ZCOUNT", "ZRANGEBYSCORE", "ZREVRANGE"],
  ...["XRANGE", "XREVRANGE", "XLEN", "XREAD", "XINFO", "XPENDING", "OBJECT", "BITCOUNT", "GETBIT"],
  ...["EVAL_RO", "EVALSHA_RO", "FCALL_RO", "PING", "ECHO", "INFO", "TIME", "SELECT"],
]);

/** A command's name, in upper case. */
export function commandName([name = ""]: Command): string {
  return (typeof name === "string" ? name : new TextDecoder().decode(name)).toUpperCase();
}

/** Whether a command changes nothing. */
export function isRead(command: Command): boolean {
  return READS.has(commandName(command));
}

/** Commands that run a script, which can fail after it has changed something. */
const SCRIPTS: ReadonlySet<string> = new Set(["EVAL", "EVALSHA", "FCALL"]);

/**
 * Whether a cancelled command may have changed something, or may still do so, although its reply is an error.
 *
 * @param isInStep Whether the link's next reply will be that of its next command.
 */
export function isInDoubt(command: Command, reply: Reply, isInStep: boolean): boolean {
  if (!(reply instanceof ErrorReply) || isRead(command)) return false;
  const { message } = reply;
  // A server on which CLIENT PAUSE holds the command back answers so, and may still run it.
  if (message.startsWith("UNBLOCKED")) return !isInStep;
  return SCRIPTS.has(commandName(command)) && !/^BUSY|Script killed by user/.test(message);
}

/** Whether a command that may change something was carried out. */
export function isDone(command: Command, reply: Reply): boolean {
  return !isRead(command) && !(reply instanceof ErrorReply);
}
