/** A child process that ends with this one, also if this one is killed. */
import { GuardedLaunch } from "@fluxwire/supervise/internal";

/** What to start. */
export interface ChildCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /**
   * Whether it may start programs: they are ended with it.
   *
   * @default {false}
   */
  readonly isTree?: boolean;
}

/** A child that runs in a process group of its own. It must be killed, also if it has ended. */
export class GuardedChild {
  readonly #launch: GuardedLaunch;
  readonly #child: Deno.ChildProcess;
  readonly #isTree: boolean;
  #killed: Promise<void> | null = null;
  /** Resolves when the process has ended. */
  readonly exited: Promise<Deno.CommandStatus>;

  /**
   * Starts it. The guard learns of it before anything is written to its stdin.
   *
   * @throws {Error} Deno's, if the program cannot be started.
   */
  constructor({ command, args, env, cwd, isTree = false }: ChildCommand) {
    this.#isTree = isTree;
    this.#launch = new GuardedLaunch();
    try {
      this.#child = new Deno.Command(command, {
        args: [...args],
        env: isTree ? { ...env, ...this.#launch.env } : { ...env },
        clearEnv: true,
        cwd,
        detached: Deno.build.os !== "windows",
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
    } catch (error) {
      void this.#launch.release();
      throw error;
    }
    this.#launch.watch(this.#child.pid, null);
    this.exited = this.#child.status;
    this.exited.then(() => this.#launch.end());
  }

  /** Its process id, which is also the number of its group. */
  get pid(): number {
    return this.#child.pid;
  }

  get stdin(): WritableStream<Uint8Array<ArrayBuffer>> {
    return this.#child.stdin;
  }

  get stdout(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#child.stdout;
  }

  get stderr(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#child.stderr;
  }

  /** Ends it by SIGKILL, with all that it has started. Resolves when it has ended. */
  kill(): Promise<void> {
    return this.#killed ??= this.#kill();
  }

  async #kill(): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      // It has ended already.
      if (!(error instanceof TypeError)) throw error;
    }
    await this.exited;
    if (this.#isTree) await this.#launch.signal("SIGKILL");
    await this.#launch.release();
  }
}
