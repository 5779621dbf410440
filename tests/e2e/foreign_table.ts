/**
 * A listener that the system seems to give to another user: the programs by which owners are looked up say so.
 *
 * @module
 */
import { listen, type Listener, type Transport } from "@fluxwire/transport";

/** What a table of sockets has for a listener, except its name. */
const LISTENS = "0000000000000000: 00000002 00000000 00010000 0001 01 7";
const LINK = "lrwx------ 1 UID UID 64 Nov 29 18:40 3 -> socket:[7]";

/** Listens within the test's process; programs that get its `PATH` find another owner. It must be disposed. */
export class ForeignTable implements AsyncDisposable {
  readonly #listener: Listener;
  readonly #folder: string;
  #heard = 0;
  readonly #done: Promise<void>;

  private constructor(listener: Listener, folder: string) {
    this.#listener = listener;
    this.#folder = folder;
    this.#done = this.#listen();
  }

  /** Listens, and writes the programs. */
  static async start(socketId: string): Promise<ForeignTable> {
    const folder = Deno.makeTempDirSync({ prefix: "fluxwire-test-" });
    program(`${folder}/cat`, `${LISTENS} @${socketId}`);
    program(`${folder}/ls`, ownFiles(1000) + `/proc/42/fd:\n${LINK.replaceAll("UID", "1001")}`);
    program(`${folder}/id`, "424242");
    return new ForeignTable(await listen(socketId), folder);
  }

  /** The environment of a program that is to be deceived. */
  get env(): Record<string, string> {
    return { PATH: `${this.#folder}:${Deno.env.get("PATH")}` };
  }

  /** How many bytes all connections together had, once they are over. */
  async heard(): Promise<number> {
    this.#listener.close();
    await this.#done;
    return this.#heard;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#done;
    Deno.removeSync(this.#folder, { recursive: true });
  }

  async #listen(): Promise<void> {
    const all: Promise<void>[] = [];
    for (let next = await this.#listener.accept(); next !== null; next = await this.#listener.accept()) {
      all.push(this.#count(next));
    }
    await Promise.all(all);
  }

  async #count(transport: Transport): Promise<void> {
    for (let chunk = await transport.read(); chunk !== null; chunk = await transport.read()) {
      this.#heard += chunk.length;
    }
    transport.close();
  }
}

function ownFiles(uid: number): string {
  return `/proc/self/fd:\n${LINK.replaceAll("UID", String(uid)).replace("[7]", "[1]")}\n`;
}

function program(path: string, output: string): void {
  Deno.writeTextFileSync(path, `#!/bin/sh\nwhile IFS= read -r line; do echo "$line"; done <<'END'\n${output}\nEND\n`);
  Deno.chmodSync(path, 0o755);
}
