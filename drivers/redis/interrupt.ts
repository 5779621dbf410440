/**
 * Ends a running command, which Redis does only on request of another connection.
 *
 * @module
 */
import { ErrorReply } from "./redis.ts";
import type { Address } from "./address.ts";
import type { Command } from "./command.ts";
import { Link } from "./link.ts";

/**
 * The time limit of an interruption, in milliseconds. A server that runs a script answers no commands for its
 * `busy-reply-threshold`, by default 5,000.
 */
const INTERRUPT_TIMEOUT_MS = 10_000;

const SCRIPT_KILL: readonly [Command] = [["SCRIPT", "KILL"]];
const FUNCTION_KILL: readonly [Command] = [["FUNCTION", "KILL"]];

/** The command that kills a script or function, by the command that runs it. */
const KILLS: Readonly<Record<string, readonly [Command]>> = {
  EVAL: SCRIPT_KILL,
  EVALSHA: SCRIPT_KILL,
  EVAL_RO: SCRIPT_KILL,
  EVALSHA_RO: SCRIPT_KILL,
  FCALL: FUNCTION_KILL,
  FCALL_RO: FUNCTION_KILL,
};

/** What an interruption has to end. */
interface Running {
  /** The names of the commands that run, in upper case: all of a transaction. */
  names: readonly string[];
  /** Whether their reply has not arrived yet. */
  isRunning(): boolean;
}

/**
 * Ends the running command of a connection: a blocked command by CLIENT UNBLOCK, a script by SCRIPT KILL or FUNCTION
 * KILL.
 *
 * Only a session that runs a script kills one, and not once the server has answered: it does not tell which session's
 * script it runs, and refuses those of the others meanwhile.
 *
 * @param clientId The answer to CLIENT ID on the connection.
 * @returns Whether the command ends; if not, the caller must close its connection. Never rejects.
 */
export async function interrupt(address: Address, clientId: string, running: Running): Promise<boolean> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), INTERRUPT_TIMEOUT_MS);
  let link: Link | undefined;
  timeout.signal.addEventListener("abort", () => link?.close());
  try {
    link = await Link.open(address, timeout.signal);
    const [unblocked] = await link.send([["CLIENT", "UNBLOCK", clientId, "ERROR"]]);
    if (unblocked === "1") return !await isHeldBack(link, clientId);
    if (!(unblocked instanceof ErrorReply) || !unblocked.message.startsWith("BUSY")) return false;
    for (const kill of new Set(running.names.flatMap((name) => KILLS[name] ?? []))) {
      if (!running.isRunning()) break;
      const [killed] = await link.send([kill]);
      if (!(killed instanceof ErrorReply)) return true;
    }
    return false;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    link?.close();
  }
}

/** Whether a client that was unblocked is blocked again: CLIENT PAUSE holds its command back, and would still run it. */
async function isHeldBack(link: Link, clientId: string): Promise<boolean> {
  const [client] = await link.send([["CLIENT", "LIST", "ID", clientId]]);
  return client instanceof Uint8Array && / flags=\w*b/.test(new TextDecoder().decode(client));
}
