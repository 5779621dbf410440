/**
 * The command line in the test's own process, for what needs no process of its own: wrong usage, help, tables.
 *
 * @module
 */
import { equal } from "node:assert/strict";
import { main, type Sink } from "../../packages/cli/main.ts";
import type { JsonRun, ProbeRun } from "./run_probe.ts";

/** Keeps what is written. */
class Kept implements Sink {
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];

  writeSync(bytes: Uint8Array): number {
    this.#chunks.push(bytes.slice());
    return bytes.length;
  }

  isTerminal(): boolean {
    return false;
  }

  async bytes(): Promise<Uint8Array> {
    return await new Blob(this.#chunks).bytes();
  }
}

/** Runs `fluxwire probe` to its end. */
export function probeHere(args: readonly string[]): Promise<ProbeRun> {
  return fluxwireHere(["probe", ...args]);
}

/** Runs `fluxwire` to its end. */
export async function fluxwireHere(args: readonly string[]): Promise<ProbeRun> {
  const stdout = new Kept(), stderr = new Kept(), text = new TextDecoder();
  const code = await main(args, { stdout, stderr });
  const bytes = await stdout.bytes();
  return { code, bytes, stdout: text.decode(bytes), stderr: text.decode(await stderr.bytes()) };
}

/** Runs `fluxwire probe` with `--json`: one document on stdout, nothing on stderr. */
export function probeJsonHere(args: readonly string[]): Promise<JsonRun> {
  return fluxwireJsonHere(["probe", ...args]);
}

/** Runs `fluxwire` with `--json`: one document on stdout, nothing on stderr. */
export async function fluxwireJsonHere(args: readonly string[]): Promise<JsonRun> {
  const { code, stdout, stderr } = await fluxwireHere(["--json", ...args]);
  equal(stderr, "");
  equal(stdout.trimEnd().split("\n").length, 1, stdout);
  return { code, json: JSON.parse(stdout) };
}
