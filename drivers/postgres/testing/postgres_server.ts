/**
 * A private PostgreSQL server for tests: in a temporary folder, on a free port and a Unix socket.
 *
 * @module
 */
import { freePort } from "../../../tests/free_port.ts";

/** The folders of the server's programs on Debian and other systems. */
const FOLDERS = ["/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin"];

/** Runs a program until standard input ends: this also happens if the tests are killed. */
const WATCHED = 'exec 3<&0; "$@" & pid=$!; (read -r line <&3; kill -QUIT $pid) 2>/dev/null & wait $pid';

/** The password of the role `postgres`. */
export const PASSWORD = "correct horse";

/** A started server. Disposing it stops it and removes its folder. */
export class PostgresServer implements AsyncDisposable {
  readonly #command: Deno.Command;
  #process: RunningProcess;
  /** The folder with its data and its socket. */
  readonly folder: string;
  /** Its port, on 127.0.0.1 and in the name of its socket. */
  readonly port: number;
  /** The file with its certificate, self-signed for `localhost`. */
  readonly certificate: string;

  private constructor(command: Deno.Command, process: RunningProcess, folder: string, port: number) {
    this.#command = command;
    this.#process = process;
    this.folder = folder;
    this.port = port;
    this.certificate = `${folder}/server.crt`;
  }

  /**
   * Makes a data folder and starts a server on it.
   *
   * @param fsync Whether commits wait for the disk, as those of other servers do: for measurements.
   * @throws {Error} if PostgreSQL is not installed; the message names the command to install it.
   */
  static async start({ fsync = false }: { fsync?: boolean } = {}): Promise<PostgresServer> {
    const programs = await findPrograms();
    const owner = await findOwner();
    const folder = await Deno.makeTempDir({ prefix: "fluxwire-pg-" });
    if (owner !== null) await Deno.chown(folder, owner.uid, owner.gid);
    const run = (program: string, args: string[]) => runAs(program, args, { cwd: folder, ...owner });
    await Deno.writeTextFile(`${folder}/password`, PASSWORD);
    await run(`${programs}/initdb`, [
      ...["-D", "data", "-U", "postgres", "--auth=scram-sha-256", "--pwfile=password", "--no-sync", "-E", "UTF8"],
      "--locale=C.UTF-8",
    ]);
    await run("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=DNS:localhost", "-keyout", "server.key", "-out", "server.crt"],
    ]);
    for (;;) {
      const port = freePort();
      const command = new Deno.Command("sh", {
        args: ["-c", WATCHED, "sh", `${programs}/postgres`, ...serverArguments(folder, port, fsync)],
        cwd: folder,
        stdin: "piped",
        stdout: "null",
        stderr: "piped",
        ...owner,
      });
      try {
        return new PostgresServer(command, await RunningProcess.start(command), folder, port);
      } catch (error) {
        // Another program may have taken the port since it was looked up.
        if (!String(error).includes("Address already in use")) throw error;
      }
    }
  }

  /** The definitions of a database as pg_dump writes them, without owners and privileges. */
  async dump(database: string): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command(`${await findPrograms()}/pg_dump`, {
      args: ["-s", "-O", "-x", "-h", "127.0.0.1", "-p", String(this.port), "-U", "postgres", database],
      env: { PGPASSWORD: PASSWORD },
    }).output();
    const text = new TextDecoder();
    if (!success) throw new Error(`pg_dump failed: ${text.decode(stderr)}`);
    // A line with a random word, of newer programs, is no definition.
    return text.decode(stdout).replaceAll(/^\\(un)?restrict .*$/gm, "");
  }

  /** Stops it as a crash would, and starts it again on the same data. */
  async restart(): Promise<void> {
    await this.#process.stop();
    this.#process = await RunningProcess.start(this.#command);
  }

  /** Stops it immediately. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop();
    await Deno.remove(this.folder, { recursive: true });
  }
}

/** Starts the server; its data are in `data`, below the working folder. */
function serverArguments(folder: string, port: number, fsync: boolean): string[] {
  const all = {
    fsync: fsync ? "on" : "off",
    ssl: "on",
    ssl_cert_file: `${folder}/server.crt`,
    ssl_key_file: `${folder}/server.key`,
    max_connections: "200",
    lc_messages: "C",
  };
  const settings = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", "data", "-p", String(port), "-k", folder, "-h", "127.0.0.1", ...settings];
}

async function findPrograms(): Promise<string> {
  for (const folder of FOLDERS) {
    if (await Deno.stat(`${folder}/postgres`).then(() => true, () => false)) return folder;
  }
  throw new Error(`Cannot start PostgreSQL: none in ${FOLDERS.join(", ")}; apt-get install -y postgresql`);
}

/** The user to run the server as: it refuses root, so root uses the user that its package created. */
async function findOwner(): Promise<{ uid: number; gid: number } | null> {
  if (Deno.uid() !== 0) return null;
  const entry = (await Deno.readTextFile("/etc/passwd")).split("\n").find((line) => line.startsWith("postgres:"));
  if (entry === undefined) throw new Error("Cannot start PostgreSQL as root: there is no user postgres; add one");
  const [, , uid, gid] = entry.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

async function runAs(program: string, args: string[], options: Deno.CommandOptions): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(program, { ...options, args, stdin: "null" }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`${program} failed: ${text.decode(stdout)}${text.decode(stderr)}`);
}

/** A server process that is ready. */
class RunningProcess {
  readonly #child: Deno.ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  readonly #log: Promise<void>;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#log = this.#follow();
  }

  static async start(command: Deno.Command): Promise<RunningProcess> {
    const running = new RunningProcess(command.spawn());
    await running.#ready.promise;
    return running;
  }

  async stop(): Promise<void> {
    await this.#child.stdin.close();
    await this.#child.status;
    await this.#log;
  }

  async #follow(): Promise<void> {
    let text = "";
    for await (const chunk of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      text = (text + chunk).slice(-65_536);
      if (text.includes("database system is ready to accept connections")) this.#ready.resolve();
    }
    this.#ready.reject(new Error(`PostgreSQL ended before it was ready:\n${text}`));
  }
}
