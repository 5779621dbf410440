/**
 * A real `redis-server` for a test: on a Unix socket in its own folder, and on a free port.
 *
 * @module
 */
import { freePort } from "../../../tests/free_port.ts";

/** Runs a program until standard input ends, even if the tests are killed; then kills it as a crash would. */
const WATCHED = 'exec 3<&0; "$@" 3<&- & pid=$!; (read -r line <&3; kill -KILL $pid) >/dev/null 2>&1 & wait $pid';

/** The exit code of a shell for a missing program. */
const NOT_FOUND = 127;

/** How to start a server. */
export interface ServerOptions {
  /**
   * Lines of its configuration.
   *
   * @default {[]}
   */
  config?: readonly string[];
  /**
   * Whether it also listens with TLS, with a certificate for localhost from its own authority.
   *
   * @default {false}
   */
  tls?: boolean;
}

/** A running server. Disposing it stops it and removes its folder. */
export class RedisServer implements AsyncDisposable {
  #child: Deno.ChildProcess;
  readonly #args: readonly string[];
  readonly #folder: string;
  /** The port it listens on; with TLS, if requested. */
  readonly port: number;

  private constructor(child: Deno.ChildProcess, args: readonly string[], folder: string, port: number) {
    this.#child = child;
    this.#args = args;
    this.#folder = folder;
    this.port = port;
  }

  /** Starts a server and waits until it listens. */
  static async start(options: ServerOptions = {}): Promise<RedisServer> {
    const folder = await Deno.makeTempDir({ prefix: "fluxwire-redis-" });
    try {
      return await RedisServer.#startIn(folder, options);
    } catch (error) {
      await Deno.remove(folder, { recursive: true });
      throw error;
    }
  }

  static async #startIn(folder: string, { config = [], tls = false }: ServerOptions): Promise<RedisServer> {
    if (tls) await makeCertificate(folder);
    for (;;) {
      const port = freePort();
      const args = [
        ...["--dir", folder, "--unixsocket", `${folder}/redis.sock`, "--save", ""],
        ...["--bind", "127.0.0.1", "--port", tls ? "0" : String(port)],
        ...(tls ? tlsOptions(folder, port) : []),
        ...config.flatMap((line) => `--${line}`.split(" ")),
      ];
      const child = spawn(args);
      const output = await outputUntilReady(child);
      if (output === null) return new RedisServer(child, args, folder, port);
      const { code } = await stop(child);
      if (code === NOT_FOUND) throw notInstalled("redis-server");
      // Another program may have taken the port since it was looked up.
      if (!output.includes("Address already in use")) throw new Error(`redis-server did not start:\n${output}`);
    }
  }

  /** Its Unix socket. */
  get socketPath(): string {
    return `${this.#folder}/redis.sock`;
  }

  /** The certificate of its authority. */
  get authorityPath(): string {
    return `${this.#folder}/ca.crt`;
  }

  /** Kills it at once, as a crash would. */
  async kill(): Promise<void> {
    await stop(this.#child);
  }

  /** Kills it like {@link kill}, and restarts it at the same address. */
  async restart(): Promise<void> {
    await this.kill();
    this.#child = spawn(this.#args);
    const output = await outputUntilReady(this.#child);
    if (output !== null) throw new Error(`redis-server did not start again:\n${output}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

function spawn(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command("sh", {
    args: ["-c", WATCHED, "sh", "redis-server", ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

/** Ends a server that may already have ended. */
async function stop(child: Deno.ChildProcess): Promise<Deno.CommandStatus> {
  // It may be closed already.
  await child.stdin.close().catch(() => {});
  return await child.status;
}

/** The error of a missing program, with the command to install it. */
function notInstalled(program: string, cause?: unknown): Error {
  return new Error(`Cannot find ${program}; install it: apt-get install --yes redis-server openssl`, { cause });
}

function tlsOptions(folder: string, port: number): string[] {
  return [
    ...["--tls-port", String(port), "--tls-auth-clients", "no", "--tls-ca-cert-file", `${folder}/ca.crt`],
    ...["--tls-cert-file", `${folder}/server.crt`, "--tls-key-file", `${folder}/server.key`],
  ];
}

/** Null once the server is ready; its output if it ends before. */
async function outputUntilReady(child: Deno.ChildProcess): Promise<string | null> {
  let output = "";
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return output;
    output += value;
    if (!/ready to accept connections/i.test(output)) continue;
    await reader.cancel();
    return null;
  }
}

/** An authority, and a certificate of it for localhost. */
async function makeCertificate(folder: string): Promise<void> {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  await openssl(folder, ["req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=Test authority"]);
  await openssl(folder, ["req", ...key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"]);
  await Deno.writeTextFile(`${folder}/names`, "subjectAltName=DNS:localhost,IP:127.0.0.1");
  const signing = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"];
  await openssl(folder, ["x509", "-req", "-in", "server.csr", "-out", "server.crt", ...signing]);
}

async function openssl(folder: string, args: string[]): Promise<void> {
  const command = new Deno.Command("openssl", { args, cwd: folder, stdin: "null" });
  const { success, stderr } = await command.output().catch((error) => {
    throw error instanceof Deno.errors.NotFound ? notInstalled("openssl", error) : error;
  });
  if (!success) throw new Error(`openssl ${args[0]} failed: ${new TextDecoder().decode(stderr)}`);
}
