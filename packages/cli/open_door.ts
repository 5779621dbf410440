/**
 * Runs the program of a system: it gets the rest of the command line; stdio, signals and the exit code pass through, and it
 * ends with this process.
 *
 * @module
 */
import { PARENT_VARIABLE, UsageError } from "@fluxwire/command";
import { VERSION } from "./command/version.ts";
import type { Door } from "./doors.ts";

const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Goes through a door, and resolves with its exit code.
 *
 * @throws {UsageError} Without the permission to run programs.
 */
export async function openDoor(door: Door, args: readonly string[]): Promise<number> {
  const child = start(door, args);
  const listeners = SIGNALS.map((signal) => {
    const listener = () => pass(child, signal);
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  const { code } = await child.status;
  for (const remove of listeners) remove();
  return code;
}

function start(door: Door, args: readonly string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", ...door.permissions, ...moduleOf(door), ...args],
      env: { [PARENT_VARIABLE]: String(Deno.pid) },
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new UsageError(`Cannot start the program of ${door.entry[0]}: a permission is missing; add --allow-run`, {
      cause: error,
    });
  }
}

function pass(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    // It has ended in this moment.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Deno's options for a module, and the module: in a checkout with the one lock, else from a registry. */
function moduleOf({ module, entry: [name, entry] }: Door): string[] {
  const root = new URL("../../", import.meta.url);
  if (root.protocol !== "file:") return ["--no-config", "--no-lock", `jsr:${name}@${VERSION}/${entry}`];
  const folder = decodeURIComponent(root.pathname);
  return [`--config=${folder}deno.json`, `--lock=${folder}npm.lock`, "--frozen", `${folder}${module}`];
}
