/**
 * A PgBouncer before a server, which gives its one server process to clients for a transaction at a time.
 *
 * @module
 */
import { PASSWORD, type PostgresServer } from "./postgres_server.ts";

/** Runs it until standard input ends: this also happens if the tests are killed. */
const WATCHED = 'exec 3<&0; "$@" & pid=$!; (read -r line <&3; kill -INT $pid) 2>/dev/null & wait $pid';

/** A started PgBouncer. Disposing it stops it. */
export class Pooler implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #log: Promise<void>;
  readonly #ready = Promise.withResolvers<void>();
  /** Its port on 127.0.0.1. */
  readonly port: number;

  private constructor(child: Deno.ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.#log = this.#follow();
  }

  /**
   * Starts it.
   *
   * @throws {Error} if PgBouncer is not installed; the message names the command to install it.
   */
  static async start({ port: serverPort, folder }: PostgresServer): Promise<Pooler> {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const settings = [
      "[databases]",
      `* = host=127.0.0.1 port=${serverPort}`,
      "[pgbouncer]",
      ...["listen_addr = 127.0.0.1", `listen_port = ${port}`, `unix_socket_dir = ${folder}`],
      ...["auth_type = scram-sha-256", `auth_file = ${folder}/users.txt`],
      ...["pool_mode = transaction", "default_pool_size = 1"],
    ];
    await Deno.writeTextFile(`${folder}/users.txt`, `"postgres" "${PASSWORD}"\n`);
    await Deno.writeTextFile(`${folder}/pooler.ini`, `${settings.join("\n")}\n`);
    const { uid, gid } = await Deno.stat(`${folder}/data`);
    const owner = Deno.uid() === 0 ? { uid: uid!, gid: gid! } : {};
    const pooler = new Pooler(spawn(`${folder}/pooler.ini`, folder, owner), port);
    await pooler.#ready.promise;
    return pooler;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stdin.close();
    await this.#child.status;
    await this.#log;
  }

  async #follow(): Promise<void> {
    let text = "";
    for await (const chunk of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      text = (text + chunk).slice(-65_536);
      if (text.includes("process up")) this.#ready.resolve();
    }
    this.#ready.reject(new Error(`PgBouncer ended before it was ready; apt-get install -y pgbouncer:\n${text}`));
  }
}

function spawn(settings: string, cwd: string, owner: { uid?: number; gid?: number }): Deno.ChildProcess {
  return new Deno.Command("sh", {
    args: ["-c", WATCHED, "sh", "pgbouncer", settings],
    env: { PATH: `${Deno.env.get("PATH")}:/usr/sbin` },
    cwd,
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
    ...owner,
  }).spawn();
}
