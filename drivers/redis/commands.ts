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
  const transaction = new OpenTransaction(), done: string[] = [];
  try {
    for (const command of commands) {
      // Without its EXEC, the transaction is still open.
      signal.throwIfAborted();
      transaction.note(command);
      const reply = await connection.call(command, { signal, database });
      last = { command, reply };
      if (!transaction.isOpen && !isRead(command)) done.push(commandName(command));
      if (commandName(command) !== "SELECT") continue;
      connection.moveTo(Number(text(command[1])));
      database = null;
    }
  } catch (error) {
    const isSaid = error instanceof DriverError && error.mayBeDone;
    throw signal.aborted && done.length > 0 && !isSaid ? partlyDone(done) : error;
  } finally {
    if (transaction.isOpen) connection.reset();
  }
  if (transaction.isOpen) {
    throw new DriverError(
      "InvalidRequest",
      "Cannot leave a transaction open: it was discarded; put MULTI and EXEC into one statement, a line each",
    );
  }
  if (last === undefined) return undefined;
  const table = tableOf(last.command, last.reply, request), name = commandName(last.command);
  if (TAKES.has(name)) {
    const result = toResult(table);
    await checkFits(result, name, answer);
    return result;
  }
  const rows = await encodeTable(table.rows, { answer, signal });
  return rows === null ? toResult(table) : { columns: table.columns, rows };
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

/** Follows MULTI, EXEC and DISCARD through the commands of a statement. */
class OpenTransaction {
  /** Whether the next command would only be queued. */
  isOpen = false;

  /** Records a command that is about to run. */
  note(command: Command): void {
    const name = commandName(command);
    if (name === "MULTI") this.isOpen = true;
    if (name === "EXEC" || name === "DISCARD") this.isOpen = false;
    if (name !== "SELECT" || !this.isOpen) return;
    throw new DriverError("InvalidRequest", "Cannot run SELECT in a transaction: put it before MULTI");
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
