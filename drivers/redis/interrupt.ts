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

/** The command that kills a script or function, by the command that runs it. */
const KILLS: Readonly<Record<string, Command>> = {
  EVAL: ["SCRIPT", "KILL"],
  EVALSHA: ["SCRIPT", "KILL"],
  EVAL_RO: ["SCRIPT", "KILL"],
  EVALSHA_RO: ["SCRIPT", "KILL"],
  FCALL: ["FUNCTION", "KILL"],
  FCALL_RO: ["FUNCTION", "KILL"],
};

/**
 * Ends the running command of a connection: a blocked command by CLIENT UNBLOCK, a script by SCRIPT KILL or FUNCTION
 * KILL.
 *
 * Only a session that runs a script kills one: the server does not tell which session's script it runs.
 *
 * @param clientId The answer to CLIENT ID on the connection.
 * @param commandName The command that runs, in upper case.
 * @returns Whether the command ends; if not, the caller must close its connection. Never rejects.
 */
export async function interrupt(address: Address, clientId: string, commandName: string): Promise<boolean> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), INTERRUPT_TIMEOUT_MS);
  let link: Link | undefined;
  timeout.signal.addEventListener("abort", () => link?.close());
  try {
    link = await Link.open(address, timeout.signal);
    const [unblocked] = await link.send([["CLIENT", "UNBLOCK", clientId, "ERROR"]]);
    if (!(unblocked instanceof ErrorReply)) return unblocked === "1";
    const kill = KILLS[commandName];
    if (!unblocked.message.startsWith("BUSY") || kill === undefined) return false;
    const [killed] = await link.send([kill]);
    return !(killed instanceof ErrorReply);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    link?.close();
  }
}
