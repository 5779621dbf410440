/**
 * A listener of another user, where this one is root; what it hears.
 *
 * @module
 */
import { connect } from "@fluxwire/transport";

/** The user that the listener becomes: an unprivileged one on most systems, and never root. */
const OTHER_UID = "65534";

/** What the last connection says. */
const END = "END";
/** Listens on an abstract name, and prints in the end how many bytes all connections have sent. */
const PROGRAM = `
const listener = Deno.listen({ transport: "unix", path: "\\0" + Deno.args[0] });
console.log("listening");
let count = 0;
for await (const connection of listener) {
  for await (const chunk of connection.readable) {
    if (new TextDecoder().decode(chunk) === "${END}") console.log(count);
    count += chunk.length;
  }
}
`;

/** Whether a second user can be made here: on Linux, as root, with `setpriv`. */
export function hasSecondUser(): boolean {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  try {
    return new Deno.Command("setpriv", { args: ["--version"], stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** A program of another user that listens on a name. It must be disposed. */
export class ForeignListener implements AsyncDisposable {
  readonly #socketId: string;
  readonly #child: Deno.ChildProcess;
  readonly #folder: string;
  readonly #lines: ReadableStreamDefaultReader<string>;

  /** What a program must have in its environment to find it. */
  readonly env: Readonly<Record<string, string>> = {};

  private constructor(socketId: string, child: Deno.ChildProcess, folder: string) {
    this.#socketId = socketId;
    this.#child = child;
    this.#folder = folder;
    this.#lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Starts it, and waits until it listens. */
  static async start(socketId: string): Promise<ForeignListener> {
    const folder = Deno.makeTempDirSync({ prefix: "fluxwire-test-" });
    Deno.chmodSync(folder, 0o777);
    copyProgram(`${folder}/deno`);
    Deno.writeTextFileSync(`${folder}/listen.ts`, PROGRAM);
    const child = new Deno.Command("setpriv", {
      args: [
        ...[`--reuid=${OTHER_UID}`, `--regid=${OTHER_UID}`, "--clear-groups", `${folder}/deno`],
        ...["run", "--no-prompt", "--no-config", "--allow-net", `${folder}/listen.ts`, socketId],
      ],
      clearEnv: true,
      env: { DENO_DIR: `${folder}/cache`, PATH: "/usr/bin:/bin" },
      cwd: folder,
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const listener = new ForeignListener(socketId, child, folder);
    const first = await listener.#line();
    if (first === "listening") return listener;
    await listener[Symbol.asyncDispose]();
    throw new Error(`Cannot start a listener of another user: it said ${JSON.stringify(first)}`);
  }

  /** How many bytes all connections had until now. */
  async heard(): Promise<number> {
    const transport = await connect(this.#socketId);
    await transport.write(new TextEncoder().encode(END));
    const count = Number(await this.#line());
    transport.close();
    return count;
  }

  async #line(): Promise<string> {
    return (await this.#lines.read()).value?.trim() ?? "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#lines.cancel();
    await this.#child.status;
    Deno.removeSync(this.#folder, { recursive: true });
  }
}

/** The running Deno may lie in a folder that is closed to other users. */
function copyProgram(path: string): void {
  try {
    Deno.linkSync(Deno.execPath(), path);
  } catch {
    Deno.copyFileSync(Deno.execPath(), path);
  }
}
