/**
 * Runs a command with its own empty home and temporary folder, and lists what it leaves behind.
 *
 * @module
 */
import { Interrupted, onInterrupt } from "@fluxwire/command";
import { endAll } from "./end_all.ts";
import { filesBelow, processesAtHome } from "./left_behind.ts";

/** How a command ended, and what it left behind. */
export interface CleanRun {
  /** Its exit code. */
  code: number;
  /** The last output line with a count of tests, as `ok | 12 passed | 0 failed (3s)`; else empty. */
  counted: string;
  /** One line for each file, process and socket that it left. */
  left: string[];
}

/** The caches of Deno and npm are kept: filling new ones is not the command's concern. */
async function ownCaches(): Promise<Record<string, string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"], stderr: "null" }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout));
  const npm = Deno.env.get("npm_config_cache") ?? `${Deno.env.get("HOME")}/.npm`;
  return { DENO_DIR: denoDir, npm_config_cache: npm };
}

/**
 * Runs a command, forwards its output, and looks for leftovers after its end. A signal ends the command with all that it has
 * started.
 *
 * @param command The program and its arguments.
 * @throws {Interrupted} after a signal.
 */
export async function cleanRun([program, ...args]: readonly [string, ...string[]]): Promise<CleanRun> {
  const folder = await Deno.makeTempDir({ prefix: "run-" });
  try {
    const home = `${folder}/h`, temporary = `${folder}/t`;
    // Tests that act as another user reach their own files there.
    await Deno.chmod(folder, 0o755);
    await Promise.all([Deno.mkdir(home), Deno.mkdir(temporary)]);
    const child = new Deno.Command(program, {
      args,
      env: { ...await ownCaches(), HOME: home, TMPDIR: temporary },
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    let ending: Promise<void> | null = null, reason: Interrupted | null = null;
    const forget = onInterrupt((interrupted) => {
      reason ??= interrupted;
      ending ??= endAll(child, home, reason.signal);
    });
    const counted = await passOn(child.stdout);
    const { code } = await child.status;
    await ending;
    forget();
    if (reason !== null) throw reason;
    const left = [
      ...(await filesBelow(home)).map((path) => `file ~/${path}`),
      ...(await filesBelow(temporary)).map((path) => `file TMPDIR/${path}`),
      ...Deno.build.os === "linux" ? await processesAtHome(home) : [],
    ];
    return { code, counted, left };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Ends this process as one that a signal has interrupted. @throws Another error. */
export function endInterrupted(error: unknown): never {
  if (error instanceof Interrupted) Deno.exit(error.exitCode);
  throw error;
}

/** Copies to stdout; gives the last line with a count of tests. */
async function passOn(stdout: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const text = new TextDecoder();
  let counted = "", unfinished = "";
  for await (const chunk of stdout) {
    await writeAll(chunk);
    const lines = (unfinished + text.decode(chunk, { stream: true })).split("\n");
    unfinished = lines.pop()!;
    counted = lines.findLast((line) => /^(ok|FAILED) \| \d+ passed/.test(line)) ?? counted;
  }
  return counted;
}

async function writeAll(bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
}
