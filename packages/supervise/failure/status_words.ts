/**
 * How a process ended, in words.
 *
 * @module
 */

/** What each signal means. */
const MEANINGS: Readonly<Record<string, string>> = {
  SIGHUP: "its terminal was closed",
  SIGINT: "it was interrupted",
  SIGILL: "it ran an instruction that this processor does not have",
  SIGTRAP: "it ran into a trap, which V8 sets for fatal errors",
  SIGABRT: "it gave itself up",
  SIGBUS: "it used memory that has nothing behind it",
  SIGFPE: "it divided by zero, or the like",
  SIGKILL: "it was killed from outside",
  SIGSEGV: "it used memory that is not its own",
  SIGPIPE: "it wrote to a closed pipe",
  SIGTERM: "it was asked to end",
  SIGXCPU: "it used up its processor time",
  SIGXFSZ: "it wrote a file larger than it may",
  SIGSYS: "it called the system in a forbidden way",
};

/** What shells add to the number of the signal that ended a program. */
const SHELL_BASE = 128;

/** The signal that ended it: its own, or that of a program within the shell that was started; null for none. */
export function signalOf({ code, signal }: Deno.CommandStatus): string | null {
  if (signal !== null) return signal;
  // Loaded only here: the first module of Node costs a third of the probe's start.
  const { constants } = globalThis.process.getBuiltinModule("node:os");
  return Object.entries(constants.signals).find(([, number]) => code === SHELL_BASE + number)?.[0] ?? null;
}

/** How a process ended, to stand behind `it ended with `. */
export function statusInWords(status: Deno.CommandStatus): string {
  const name = signalOf(status);
  const head = status.signal === null ? `exit code ${status.code}` : `signal ${status.signal}`;
  if (name === null) return head;
  const meaning = MEANINGS[name];
  const shellText = status.signal === null ? `a shell's word for ${name}` : "";
  const words = [shellText, meaning ?? ""].filter((text) => text !== "").join(": ");
  return words === "" ? head : `${head} (${words})`;
}
