/**
 * What the server keeps for one link and forgets with it: its database, a transaction that is open, and WATCH.
 *
 * @module
 */
import { type Command, commandName, type Reply } from "./command.ts";
import { ErrorReply } from "./redis.ts";

/** What the replies of a link say of its state. */
export class LinkState {
  /** The number of the database that the link is in. */
  database: number;
  /** Whether the server watches keys for the next EXEC. */
  isWatching = false;
  /** The names of the commands that wait for EXEC; null without a transaction. */
  #queued: string[] | null = null;

  constructor(database: number) {
    this.database = database;
  }

  /** Whether the next command would only be queued. */
  get isInTransaction(): boolean {
    return this.#queued !== null;
  }

  /** The names of the commands that run when this one does. */
  runBy(command: Command): string[] {
    const name = commandName(command);
    return name === "EXEC" ? this.#queued ?? [] : [name];
  }

  /** Takes note of a reply. */
  note(command: Command, reply: Reply): void {
    const name = commandName(command), isRefused = reply instanceof ErrorReply;
    // An EXEC that is refused ends the transaction as well.
    if (name === "EXEC") this.#queued = null;
    if (isRefused) return;
    if (name === "MULTI") this.#queued = [];
    else if (name === "DISCARD") this.#queued = null;
    else this.#queued?.push(name);
    if (["EXEC", "DISCARD", "UNWATCH"].includes(name)) this.isWatching = false;
    if (name === "WATCH") this.isWatching = true;
    if (name === "SELECT" && !this.isInTransaction) this.database = Number(textOf(command[1]));
  }
}

function textOf(word: Command[number] | undefined): string {
  return typeof word === "string" ? word : new TextDecoder().decode(word);
}
