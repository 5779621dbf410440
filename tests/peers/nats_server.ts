/**
 * A NATS server with JetStream for a test, in a folder of its own.
 *
 * @module
 */
import { basename } from "node:path";
import { built } from "./built.ts";
import { freePort } from "../free_port.ts";

/** How long it may take to start, in milliseconds. */
const START_MS = 120_000;

/** How it is configured. */
export interface NatsOptions {
  /** Whether it writes to its disk before it answers. */
  readonly isSynced?: boolean;
  /** More lines of its configuration. */
  readonly more?: string;
  /** Where it and the others of its cluster listen for each other, its own first. */
  readonly routes?: readonly number[];
}

/** A server that runs; its folder stays when it is started again. */
export class NatsServer implements AsyncDisposable {
  readonly #program: string;
  readonly #folder: string;
  readonly #port = freePort();
  readonly #monitorPort = freePort();
  #child: Deno.ChildProcess | null = null;
  /** Its name. */
  readonly name: string;

  private constructor(program: string, folder: string, name: string) {
    this.#program = program;
    this.#folder = folder;
    this.name = name;
  }

  /** Starts one, which must be disposed. */
  static async start({ isSynced = true, more = "", routes = [] }: NatsOptions = {}): Promise<NatsServer> {
    const program = await built("nats-server"), folder = await Deno.makeTempDir({ prefix: "fluxwire-nats-" });
    const server = new NatsServer(program, folder, `server-${routes[0] ?? crypto.randomUUID()}`);
    Deno.writeTextFileSync(
      `${folder}/server.conf`,
      `server_name: "${server.name}"
listen: "127.0.0.1:${server.#port}"
http: "127.0.0.1:${server.#monitorPort}"
ports_file_dir: "${folder}"
jetstream { store_dir: "${folder}/data"${isSynced ? ", sync_interval: always" : ""} }
${more}
${routes.length === 0 ? "" : clusterLines(routes)}
`,
    );
    try {
      await server.begin();
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    return server;
  }

  /** Where clients connect. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Its monitoring. */
  get monitor(): string {
    return `http://127.0.0.1:${this.#monitorPort}`;
  }

  /** Starts it unless it runs, and resolves when it serves. */
  async begin(): Promise<void> {
    if (this.#child !== null) return;
    const child = new Deno.Command(this.#program, {
      args: ["-c", `${this.#folder}/server.conf`, "-l", `${this.#folder}/log`],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    this.#child = child;
    let isEnded = false;
    child.status.then(() => isEnded = true);
    for (const deadline = performance.now() + START_MS; performance.now() < deadline && !isEnded;) {
      if (isThere(`${this.#folder}/${basename(this.#program)}_${child.pid}.ports`)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`The NATS server did not start: ${Deno.readTextFileSync(`${this.#folder}/log`)}`);
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    child.kill("SIGKILL");
    await child.status;
  }

  /** Ends it as a crash does, and starts it again. */
  async restart(): Promise<void> {
    await this.kill();
    await this.begin();
  }

  /** Stops its process without ending it. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  /** Lets its process go on. */
  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Three servers whose streams each have. They must be disposed. */
export async function startCluster(): Promise<readonly NatsServer[]> {
  const ports = Array.from({ length: 3 }, freePort);
  return await Promise.all(ports.map((own) => {
    return NatsServer.start({ routes: [own, ...ports.filter((port) => port !== own)] });
  }));
}

function clusterLines([own, ...others]: readonly number[]): string {
  const routes = others.map((port) => `"nats://127.0.0.1:${port}"`).join(", ");
  return `cluster { name: tests, listen: "127.0.0.1:${own}", routes: [${routes}] }`;
}

/** Whether there is a file: a server that is ready writes one. */
function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
