/**
 * The process of the strangers, bound to one core where that can be: what they cost the machine is not the driver's.
 *
 * @module
 */
import { programUrl } from "../round_trip.ts";

/** How many strangers, and what they write. */
export interface CrowdOptions {
  /** Strangers that say nothing. */
  silent: number;
  /** Strangers that write and come again. */
  flooding: number;
  /** Bytes that each of these writes. */
  floodBytes: number;
}

/** A crowd that runs. */
export class Crowd {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Starts it; resolves when all have tried to come. */
  static async start(socketId: string, { silent, flooding, floodBytes }: CrowdOptions): Promise<Crowd> {
    const deno = [Deno.execPath(), "run", "--no-prompt", "--allow-net", programUrl("programs/strangers.ts")];
    const numbers = [silent, flooding, floodBytes].map(String);
    const [command, ...args] = [...await onLastCore(), ...deno, socketId, ...numbers];
    const child = new Deno.Command(command!, { args, stdin: "piped", stdout: "piped", stderr: "inherit" }).spawn();
    const crowd = new Crowd(child);
    await crowd.#lines.read();
    return crowd;
  }

  /** Ends it, and says how often each kind has come. */
  async stop(): Promise<{ silent: number; flooding: number }> {
    await this.#child.stdin.close();
    const { value } = await this.#lines.read();
    await this.#child.status;
    return JSON.parse(value!);
  }
}

/** What binds a command to the last core; nothing on systems without taskset. */
async function onLastCore(): Promise<string[]> {
  const core = String(navigator.hardwareConcurrency - 1);
  try {
    const { success } = await new Deno.Command("taskset", { args: ["-c", core, "true"], stderr: "null" }).output();
    return success ? ["taskset", "-c", core] : [];
  } catch {
    return [];
  }
}
