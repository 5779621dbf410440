/**
 * A folder without this project's files, on a machine whose JSR registry serves the workspace's packages.
 *
 * @module
 */
import { strictEqual } from "node:assert/strict";
import { JsrRegistry } from "./jsr_registry.ts";
import { FetchTrap } from "./no_network.ts";

/** How long a command may take, in milliseconds. */
const TIMEOUT_MS = 120_000;

/** How a command ended. */
export interface CommandRun {
  /** The exit code. */
  code: number;
  /** Its output on stdout. */
  stdout: string;
  /** Its output on stderr. */
  stderr: string;
}

/** An empty folder, an empty home, and a registry on this machine alone. Disposing it deletes and closes them. */
export class ForeignFolder implements AsyncDisposable {
  readonly #folder: string;
  readonly #stack: AsyncDisposableStack;
  /** The registry that `jsr:` refers to. */
  readonly registry: JsrRegistry;
  /** Receives every other request. */
  readonly trap: FetchTrap;

  private constructor(folder: string, stack: AsyncDisposableStack, registry: JsrRegistry, trap: FetchTrap) {
    this.#folder = folder;
    this.#stack = stack;
    this.registry = registry;
    this.trap = trap;
  }

  /** Creates the folder, the home and the registry. */
  static async make(): Promise<ForeignFolder> {
    await using stack = new AsyncDisposableStack();
    const folder = await Deno.makeTempDir({ prefix: "fluxwire-foreign-" });
    stack.defer(() => Deno.remove(folder, { recursive: true }));
    for (const name of ["work", "home", "bin"]) await Deno.mkdir(`${folder}/${name}`);
    await Deno.symlink(Deno.execPath(), `${folder}/bin/deno`);
    const registry = stack.use(new JsrRegistry());
    const trap = stack.use(new FetchTrap());
    return new ForeignFolder(folder, stack.move(), registry, trap);
  }

  /** The folder, initially empty. */
  get path(): string {
    return `${this.#folder}/work`;
  }

  /** The whole environment of commands in the folder; `deno` is on its path. */
  get environment(): Record<string, string> {
    const { PATH, ...rest } = this.trap.environment(`${this.#folder}/home`);
    const JSR_URL = `http://${this.registry.host}/`;
    return { ...rest, PATH: `${this.#folder}/bin:${PATH}`, JSR_URL, NO_PROXY: "127.0.0.1" };
  }

  /** Maps the bare names of packages, such as `sdk`, to the published ones, as an author's project does. */
  async importsByName(...packages: readonly string[]): Promise<void> {
    const imports = Object.fromEntries(packages.map((name) => [`@fluxwire/${name}`, `jsr:@fluxwire/${name}@^0.1.0`]));
    await Deno.writeTextFile(`${this.path}/deno.json`, JSON.stringify({ imports }));
  }

  /** Runs Deno in the folder, or in a subfolder. */
  async deno(args: readonly string[], cwd = ""): Promise<CommandRun> {
    return await this.#run(Deno.execPath(), args, cwd);
  }

  /** As {@link deno}, for commands that must succeed; gives stdout. */
  async works(args: readonly string[], cwd = ""): Promise<string> {
    const { code, stdout, stderr } = await this.deno(args, cwd);
    strictEqual(code, 0, `deno ${args.join(" ")}\n${stdout}${stderr}`);
    return stdout;
  }

  /** Runs a shell script, which ends at the first failing command. */
  async sh(script: string, cwd = ""): Promise<CommandRun> {
    return await this.#run("sh", ["-e", "-c", script], cwd);
  }

  async #run(program: string, args: readonly string[], cwd: string): Promise<CommandRun> {
    const child = new Deno.Command(program, {
      args: [...args],
      cwd: `${this.path}/${cwd}`,
      clearEnv: true,
      env: this.environment,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      detached: true,
    }).spawn();
    // Kills the whole group: processes of the command would hold its output open.
    const guard = setTimeout(() => Deno.kill(-child.pid, "SIGKILL"), TIMEOUT_MS);
    const { code, stdout, stderr } = await child.output();
    clearTimeout(guard);
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
