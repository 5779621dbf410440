/**
 * The command line in the test's own process, for what needs no process of its own: wrong usage, help, tables.
 *
 * @module
 */
import { main, type Sink } from "../../packages/cli/main.ts";
import type { ProbeRun } from "./run_probe.ts";

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
export async function probeHere(args: readonly string[]): Promise<ProbeRun> {
  const stdout = new Kept(), stderr = new Kept(), text = new TextDecoder();
  const code = await main(["probe", ...args], { stdout, stderr });
  const bytes = await stdout.bytes();
  return { code, bytes, stdout: text.decode(bytes), stderr: text.decode(await stderr.bytes()) };
}
