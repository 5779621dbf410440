/**
 * The query editor: runs the commands of a statement.
 *
 * @module
 */
import { type Context, DriverError, type QueryRequestDto, type QueryResult, type Session } from "@fluxwire/sdk";
import { parseCommands } from "./command_text.ts";
import type { RedisConnection } from "./connection.ts";
import { toDatabaseNumber } from "./keyspaces.ts";
import type { Command, Reply } from "./link.ts";
import { toTable } from "./reply_table.ts";

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

/** The methods that run statements. */
export function queryMethods(connection: RedisConnection): Required<Pick<Session, "execute">> {
  return { execute: (request, context) => execute(connection, request, context) };
}

/** Runs every command of the statement until one fails; the result is the last one's. */
async function execute(
  connection: RedisConnection,
  request: QueryRequestDto,
  { signal }: Context,
): Promise<QueryResult | undefined> {
  if (request.params.length > 0) {
    throw new DriverError("InvalidRequest", "Cannot bind parameters: Redis commands have no placeholders");
  }
  const commands = await parseCommands(request.sql);
  signal.throwIfAborted();
  commands.forEach(refuseUnusable);
  let database = request.database ? toDatabaseNumber(request.database) : null;
  let last: { command: Command; reply: Reply } | undefined;
  const transaction = new OpenTransaction();
  try {
    for (const command of commands) {
      // Without its EXEC, the transaction is still open.
      signal.throwIfAborted();
      transaction.note(command);
      const reply = await connection.call(command, { signal, database });
      last = { command, reply };
      if (nameOf(command) !== "SELECT") continue;
      connection.moveTo(Number(text(command[1])));
      database = null;
    }
  } finally {
    if (transaction.isOpen) connection.reset();
  }
  if (transaction.isOpen) {
    throw new DriverError(
      "InvalidRequest",
      "Cannot leave a transaction open: it was discarded; put MULTI and EXEC into one statement, a line each",
    );
  }
  return last === undefined ? undefined : toTable(last.command, last.reply, request);
}

/** Follows MULTI, EXEC and DISCARD through the commands of a statement. */
class OpenTransaction {
  /** Whether the next command would only be queued. */
  isOpen = false;

  /** Records a command that is about to run. */
  note(command: Command): void {
    const name = nameOf(command);
    if (name === "MULTI") this.isOpen = true;
    if (name === "EXEC" || name === "DISCARD") this.isOpen = false;
    if (name !== "SELECT" || !this.isOpen) return;
    throw new DriverError("InvalidRequest", "Cannot run SELECT in a transaction: put it before MULTI");
  }
}

function refuseUnusable(command: Command): void {
  const name = nameOf(command);
  const whole = `${name} ${text(command[1]).toUpperCase()}`;
  const reason = REFUSED.get(name) ?? REFUSED.get(whole);
  if (reason === undefined) return;
  throw new DriverError("InvalidRequest", `Cannot run ${REFUSED.has(name) ? name : whole}: ${reason}`);
}

function nameOf(command: Command): string {
  return text(command[0]).toUpperCase();
}

function text(word: Command[number] | undefined): string {
  return typeof word === "string" ? word : new TextDecoder().decode(word);
}
