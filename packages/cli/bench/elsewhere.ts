/**
 * Runs a command line in a process that has the npm package.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import type { Context } from "../command/context.ts";
import { Interrupted } from "@fluxwire/command";
import { PackageError } from "../command/package_error.ts";
import { VERSION } from "../command/version.ts";

/** How long the other process may take to end by itself after its time limit, in milliseconds. */
const GRACE_MS = 8_000;
const PERMISSIONS = ["--no-prompt", "--allow-net", "--allow-run", "--allow-env", "--allow-read"];

/** Runs the same command line there and returns its exit code; what ends this process also ends the other. */
export async function runElsewhere({ argv, signal }: Context): Promise<number> {
  await fetchPackages(signal);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...PERMISSIONS, ...benchModule(), ...argv],
    env: { FLUXWIRE_LIFELINE: "stdin" },
    stdin: "piped",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listening = onAbort(signal, () => {
    if (signal.reason instanceof Interrupted) child.kill(signal.reason.signal);
    timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  });
  const { code, signal: killed } = await child.status;
  clearTimeout(timer);
  listening[Symbol.dispose]();
  await child.stdin.close().catch(() => {});
  if (killed === "SIGKILL") signal.throwIfAborted();
  return code;
}

/** Checks that the other process can start, because its own error would not be JSON. */
async function fetchPackages(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", ...benchModule()],
    env: { NO_COLOR: "1" },
    stdin: "null",
    signal,
  }).output();
  signal.throwIfAborted();
  if (success) return;
  const lines = new TextDecoder().decode(stderr).split("\n").map((line) => line.trim());
  const why = lines.find((line) => line.startsWith("error: "))?.slice("error: ".length) ?? lines.join(" ");
  throw new PackageError(`Cannot load the histogram of bench: ${why}`);
}

/**
 * Deno's options for the module with the histogram, and the module. The module is named as a file or a package, never
 * imported, because every verb downloads all that the command line imports. It runs without the project's lock, because
 * Deno downloads every package of a lock.
 */
function benchModule(): string[] {
  const module = new URL("./npm/main.ts", import.meta.url);
  if (module.protocol !== "file:") return ["--no-config", "--no-lock", `jsr:@fluxwire/cli@${VERSION}/bench`];
  return [decodeURIComponent(module.pathname)];
}
