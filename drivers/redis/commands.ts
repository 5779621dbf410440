/**
 * The query editor: runs the commands of a statement.
 *
 * @module
 */
import {
  type Context,
  DriverError,
  encodeAnswer,
  partlyDone,
  type QueryRequestDto,
  type QueryResult,
  type Session,
} from "@fluxwire/sdk";
import { parseCommands } from "./command_text.ts";
import type { RedisConnection } from "./connection.ts";
import { toDatabaseNumber } from "./keyspaces.ts";
import { type Command, commandName, isRead, type Reply } from "./command.ts";
import { encodeTable } from "./encoded_table.ts";
import { tableOf, toResult } from "./reply_table.ts";

/** Commands that would make the connection unusable, and what to do instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ...["SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "MONITOR"].map((name) =>
    [name, "its replies have no end; use redis-cli"] as const
  ),
  ...["SYNC", "PSYNC", "HELLO", "RESET", "QUIT", "CLIENT REPLY", "SCRIPT DEBUG"].map((name) =>
    [name, "the connection would not be usable after it"] as const
  ),
  ["AUTH", "use a connection with that user"],
]);

/** Commands that change what they return, so that their reply cannot be asked for again. */
const TAKES: ReadonlySet<string> = new Set([
  ...["SPOP", "LPOP", "RPOP", "LMPOP", "ZPOPMIN", "ZPOPMAX", "ZMPOP", "GETDEL", "GETSET", "GETEX", "HGETDEL", "SET"],
  ...["BLPOP", "BRPOP", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "LMOVE", "BLMOVE", "RPOPLPUSH", "BRPOPLPUSH"],
  ...["EVAL", "EVALSHA", "FCALL", "EXEC", "XREADGROUP", "XCLAIM", "XAUTOCLAIM"],
]);

/**
 * How long the answer of a cancelled statement waits for the server's own, in milliseconds: the interruption, over a connection
 * of its own, makes the server answer what it was cancelled in.
 */
const SETTLE_MS = 1_000;

/** The methods that run statements. */
export function queryMethods(connection: RedisConnection): Required<Pick<Session, "execute">> {
  return { execute: (request, context) => execute(connection, request, context) };
}

/** Runs every command of the statement until one fails; the result is the last one's. */
async function execute(
  connection: RedisConnection,
  request: QueryRequestDto,
  { signal, answer, readsOnly, settlesWithin }: Context,
): Promise<QueryResult | undefined> {
  if (request.params.length > 0) {
    throw new DriverError("InvalidRequest", "Cannot bind parameters: Redis commands have no placeholders");
  }
  const commands = await parseCommands(request.sql);
  signal.throwIfAborted();
  commands.forEach(refuseUnusable);
  if (commands.every(isRead)) readsOnly();
  settlesWithin(SETTLE_MS);
  let database = request.database ? toDatabaseNumber(request.database) : null;
  let last: { command: Command; reply: Reply } | undefined;
  const done: string[] = [];
  try {
    for (const command of commands) {
      // Without its EXEC, the transaction is still open.
      signal.throwIfAborted();
      const name = commandName(command);
      if (name === "SELECT" && connection.isInTransaction) {
        throw new DriverError("InvalidRequest", "Cannot run SELECT in a transaction: put it before MULTI");
      }
      const reply = await connection.call(command, { signal, database });
      last = { command, reply };
      if (!connection.isInTransaction && !isRead(command)) done.push(name);
      if (name !== "SELECT") continue;
      connection.moveTo(Number(text(command[1])));
      database = null;
    }
    if (connection.isInTransaction) {
      throw new DriverError(
        "InvalidRequest",
        "Cannot leave a transaction open: it was discarded; put MULTI and EXEC into one statement, a line each",
      );
    }
    // The rows of a cancelled statement are not sent: what was carried out is then named.
    signal.throwIfAborted();
    if (last === undefined) return undefined;
    const table = tableOf(last.command, last.reply, request), name = commandName(last.command);
    if (TAKES.has(name)) {
      const result = toResult(table);
      done.pop();
      await checkFits(result, name, answer);
      return result;
    }
    const rows = await encodeTable(table.rows, { answer, signal });
    return rows === null ? toResult(table) : { columns: table.columns, rows };
  } catch (error) {
    throw done.length === 0 ? error : afterWrites(error, done, signal);
  } finally {
    if (connection.isInTransaction) connection.reset();
  }
}

/** The error of a text some of whose commands were carried out: it must not be sent again as it is. */
function afterWrites(error: unknown, done: readonly string[], signal: AbortSignal): unknown {
  const counts = [...Map.groupBy(done, (name) => name)].map(([name, { length }]) =>
    length === 1 ? name : `${name} (${length} times)`
  );
  const before = partlyDone(counts);
  if (!(error instanceof DriverError)) return signal.aborted ? before : error;
  return new DriverError(error.code, `${error.message}; ${before.message}`, { cause: error, mayBeDone: true });
}

/** The SDK would only say that it cannot send the result. */
async function checkFits(result: QueryResult, name: string, answer: Context["answer"]): Promise<void> {
  try {
    await encodeAnswer(answer, result);
  } catch (cause) {
    throw new DriverError("Driver", `${(cause as Error).message}; ${name} was run, and what it took is lost`, {
      cause,
      mayBeDone: true,
    });
  }
}

function refuseUnusable(command: Command): void {
  const name = commandName(command);
  const whole = `${name} ${text(command[1]).toUpperCase()}`;
  const reason = REFUSED.get(name) ?? REFUSED.get(whole);
  if (reason === undefined) return;
  throw new DriverError("InvalidRequest", `Cannot run ${REFUSED.has(name) ? name : whole}: ${reason}`);
}

function text(word: Command[number] | undefined): string {
  return typeof word === "string" ? word : new TextDecoder().decode(word);
}
