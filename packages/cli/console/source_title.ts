/**
 * What a driver is called in a console: names without folders and without arguments, which may hold secrets.
 *
 * @module
 */
import type { Target } from "../driver/target.ts";

/** Programs that run a script, whose name says more than theirs. */
const RUNTIME = /^(?:deno|node|bun|python[\d.]*|ruby|tsx)(?:\.exe)?$/i;
/** Names of scripts. */
const SCRIPT = /\.(?:[cm]?[jt]sx?|py|rb)$/i;

/** The title of a target. */
export function sourceTitle(target: Target): string {
  if (target.kind === "mock") return "mock driver (started)";
  if (target.kind !== "command") return lastName(target.socketId);
  const program = lastName(target.command);
  const script = RUNTIME.test(program)
    ? target.args.find((arg) => !arg.startsWith("-") && SCRIPT.test(arg))
    : undefined;
  return `${script === undefined ? program : lastName(script)} (started)`;
}

/** A path's last part, on every system. */
function lastName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}
