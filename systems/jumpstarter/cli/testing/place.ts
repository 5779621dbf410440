/**
 * A folder in which tests run command lines.
 *
 * @module
 */
import { strictEqual } from "node:assert/strict";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const ROOT = new URL("../../../../", import.meta.url).pathname;
const DENO = ["run", "--quiet", "-A", `--config=${ROOT}deno.json`, `--lock=${ROOT}npm.lock`, "--frozen", MAIN];

/** A command that has ended. */
export interface Ended {
  /** Its exit code. */
  readonly code: number;
  /** Its output. */
  readonly stdout: string;
  /** What it wrote to stderr. */
  readonly stderr: string;
}

/** A folder with a configuration file, in which commands run. */
export class Place implements Disposable {
  /** The folder. */
  readonly folder: string = Deno.makeTempDirSync();

  /** @param text The configuration file. */
  constructor(text: string) {
    Deno.mkdirSync(`${this.folder}/exporters`);
    for (const file of ["exporter.yaml", "exporters/bench.yaml"]) {
      Deno.writeTextFileSync(`${this.folder}/${file}`, text);
    }
  }

  /** A command line of `fluxwire jumpstarter`. */
  command(args: readonly string[], env: Record<string, string> = {}): Deno.Command {
    return new Deno.Command(Deno.execPath(), {
      args: [...DENO, ...args],
      cwd: this.folder,
      env: { JMP_CLIENT_CONFIG_HOME: this.folder, ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  }

  /** Runs a command line. */
  async ran(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    const { code, stdout, stderr } = await this.command(args, env).output();
    return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
  }

  /** Starts `run`, and gives where it listens, one line after the other; disposing it stops it. */
  started(args: readonly string[], places: number, env: Record<string, string> = {}): Promise<Running> {
    return Running.of(this.command(["run", ...args], env).spawn(), places);
  }

  /** Removes the folder. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** An exporter that runs. */
export class Running implements AsyncDisposable {
  /** Where it listens. */
  readonly addresses: readonly string[];
  readonly #child: Deno.ChildProcess;
  readonly #problems: Promise<string>;

  private constructor(child: Deno.ChildProcess, addresses: readonly string[], problems: Promise<string>) {
    this.#child = child;
    this.addresses = addresses;
    this.#problems = problems;
  }

  /** The process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Waits until a program has said where it listens. */
  static async of(child: Deno.ChildProcess, places: number): Promise<Running> {
    const problems = new Response(child.stderr).text(), addresses: string[] = [];
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    while (addresses.length < places) {
      const { value, done } = await lines.read();
      if (done) throw new Error(`The exporter has ended: ${await problems}`);
      addresses.push(...[...value.matchAll(/^Listening on (.*)$/gm)].map(([, address]) => address!));
    }
    await lines.cancel();
    return new Running(child, addresses, problems);
  }

  /** Stops it, which must succeed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    strictEqual((await this.#child.status).code, 0, await this.#problems);
  }
}
