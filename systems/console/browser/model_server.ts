/**
 * A model server of its own process, for tests.
 *
 * @module
 */
import { ROOT } from "../build/workspace.ts";

const CONFIG = `[server]
mount-address = "127.0.0.1:0"
public = "/nonexistent"
[auth]
mode = "required"
[drivers]
secure = "file"
event = "file"
model = "sqlite"
error = "file"
`;

/** A server in a temporary folder, with an admin's key. */
export class ModelServerProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #folder: string;
  readonly #read: Promise<void>;
  /** Its address. */
  readonly url: string;
  /** The key that may do everything. */
  readonly key: string;

  private constructor(child: Deno.ChildProcess, folder: string, read: Promise<void>, url: string, key: string) {
    this.#child = child;
    this.#folder = folder;
    this.#read = read;
    this.url = url;
    this.key = key;
  }

  /**
   * Starts one.
   *
   * @param more Lines of its configuration, after those of every test.
   */
  static async start(more = ""): Promise<ModelServerProcess> {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(`${folder}/config.toml`, CONFIG + more);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", `--config=${ROOT}deno.json`, `--lock=${ROOT}npm.lock`, "--frozen"].concat(
        `${ROOT}systems/apiplant/main.ts`,
        "--config=config.toml",
      ),
      cwd: folder,
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const { promise, resolve, reject } = Promise.withResolvers<[url: string, key: string]>();
    const read = (async () => {
      let text = "";
      for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const url = /listening on (\S+)\n/.exec(text)?.[1], key = /shown this once: (\S+)\n/.exec(text)?.[1];
        if (url !== undefined && key !== undefined) resolve([url, key]);
      }
      reject(new Error(`The server has ended: ${text}`));
    })();
    return new ModelServerProcess(child, folder, read, ...await promise);
  }

  /** Asks it as another client than the console; gives the answer's JSON. */
  async ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.key}`, "content-type": "application/json" };
    const init = { method, headers, ...body !== undefined && { body: JSON.stringify(body) } };
    const answer = await fetch(`${this.url}${path}`, init), text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
    return text === "" ? {} : JSON.parse(text);
  }

  /** Asks until an answer is so; it throws after a minute. */
  async until(path: string, is: (answer: Record<string, unknown>) => boolean): Promise<void> {
    const limit = AbortSignal.timeout(60_000);
    while (!is(await this.ask("GET", path))) limit.throwIfAborted();
  }

  /** Stops it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.status;
    await this.#read;
    await Deno.remove(this.#folder, { recursive: true });
  }
}
