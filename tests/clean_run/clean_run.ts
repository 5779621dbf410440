/**
 * Runs a command with an empty home and temporary folder of its own, and says what it has left.
 *
 * @module
 */
import { filesBelow, processesAtHome } from "./left_behind.ts";

/** How a command ended, and what it has left. */
export interface CleanRun {
  /** Its exit code. */
  code: number;
  /** The last line of its output that counts tests, as `ok | 12 passed | 0 failed (3s)`; empty where no line does. */
  counted: string;
  /** One line for each file, process and socket that it has left. */
  left: string[];
}

/** Caches of Deno and npm are kept: filling others is no matter of the command. */
async function ownCaches(): Promise<Record<string, string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"], stderr: "null" }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout));
  const npm = Deno.env.get("npm_config_cache") ?? `${Deno.env.get("HOME")}/.npm`;
  return { DENO_DIR: denoDir, npm_config_cache: npm };
}

/**
 * Runs a command, whose output goes on to ours, and looks around once it has ended.
 *
 * @param command The program and its arguments.
 */
export async function cleanRun([program, ...args]: readonly [string, ...string[]]): Promise<CleanRun> {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-clean-run-" });
  try {
    const home = `${folder}/home`, temporary = `${folder}/tmp`;
    await Promise.all([Deno.mkdir(home), Deno.mkdir(temporary)]);
    const child = new Deno.Command(program, {
      args,
      env: { ...await ownCaches(), HOME: home, TMPDIR: temporary },
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const counted = await passOn(child.stdout);
    const { code } = await child.status;
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

/** Copies to our stdout; gives the last line that counts tests. */
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
