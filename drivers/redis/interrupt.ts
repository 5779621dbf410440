/**
 * Ending a command that runs: Redis does that only when another connection asks.
 *
 * @module
 */
import { ErrorReply } from "./redis.ts";
import type { Address } from "./address.ts";
import { type Command, Link } from "./link.ts";

/**
 * How long an interruption may take, in milliseconds. A server that runs a script listens to nobody for its
 * `busy-reply-threshold`, 5,000 unless set otherwise.
 */
const INTERRUPT_TIMEOUT_MS = 10_000;

/** What kills a script or function, by the command that runs it. */
const KILLS: Readonly<Record<string, Command>> = {
  EVAL: ["SCRIPT", "KILL"],
  EVALSHA: ["SCRIPT", "KILL"],
  EVAL_RO: ["SCRIPT", "KILL"],
  EVALSHA_RO: ["SCRIPT", "KILL"],
  FCALL: ["FUNCTION", "KILL"],
  FCALL_RO: ["FUNCTION", "KILL"],
};

/**
 * Ends what a connection is running: a blocked command by CLIENT UNBLOCK, a script by SCRIPT KILL or FUNCTION KILL.
 *
 * Only a session that runs a script kills one: the server does not say whose script keeps it busy.
 *
 * @param clientId What CLIENT ID said on the connection.
 * @param commandName The command that runs, in upper case.
 * @returns Whether the command ends; if not, closing its connection is what is left. Never rejects.
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
