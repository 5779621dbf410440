/**
 * The doors to systems: each is a program of its own, as its libraries come from the npm registry. It gets the rest of the
 * command line; stdio, signals and the exit code pass through, and it ends with this process.
 *
 * @module
 */
import { PARENT_VARIABLE } from "@fluxwire/supervise";
import { VERSION } from "./command/version.ts";

/** A program of a system. */
export interface Door {
  /** What it is for, in one line. */
  readonly summary: string;
  /** Its module in a checkout, from the root. */
  readonly module: string;
  /** Its name in a registry, without the version. */
  readonly entry: readonly [name: string, entry: string];
  /** What it may do. */
  readonly permissions: readonly string[];
}

const ALL = ["--allow-net", "--allow-run", "--allow-env", "--allow-read", "--allow-write"];

/** The systems, by the word after `fluxwire`. */
export const DOORS: Readonly<Record<string, Door>> = {
  nx: {
    summary: "Run drivers of NX devices, and route commands of children to their hubs",
    module: "systems/nx/main.ts",
    entry: ["@fluxwire/nx", "main"],
    permissions: ALL,
  },
};

/** The programs that make new projects, by the template. */
export const TEMPLATE_DOORS: Readonly<Record<string, Door>> = Object.fromEntries(
  ["nx-device", "nx-hub", "nx-child"].map((template) => [template, {
    summary: "Make a folder with a driver of NX",
    module: "systems/nx/init/main.ts",
    entry: ["@fluxwire/nx", "init"],
    permissions: ["--allow-read", "--allow-write"],
  }]),
);

const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Goes through a door, and resolves with its exit code. */
export async function openDoor(door: Door, args: readonly string[]): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...door.permissions, ...moduleOf(door), ...args],
    env: { [PARENT_VARIABLE]: String(Deno.pid) },
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  const listeners = SIGNALS.map((signal) => {
    const listener = () => pass(child, signal);
    Deno.addSignalListener(signal, listener);
    return () => Deno.removeSignalListener(signal, listener);
  });
  const { code } = await child.status;
  for (const remove of listeners) remove();
  return code;
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
