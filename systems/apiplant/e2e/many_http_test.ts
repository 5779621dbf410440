import { deepStrictEqual, equal } from "node:assert/strict";
import { REFERENCE_COMMAND } from "../plugins/testing/plugin_folder.ts";
import { define, surviveFaults } from "./many/faults.ts";
import { ask, Fleet, type LogDatabase } from "./many/fleet.ts";

/** The reference driver as a program of its own, with the log in a folder. */
class DriverProcess {
  readonly #folder: string = Deno.makeTempDirSync();
  #child: Deno.ChildProcess | null = null;

  get url(): string {
    return `unix:${this.#folder}/s`;
  }

  /** Starts it, and resolves when it listens. */
  async start(): Promise<void> {
    const [command, ...args] = REFERENCE_COMMAND, settings = `${this.#folder}/settings.json`;
    await Deno.writeTextFile(settings, JSON.stringify({ path: `${this.#folder}/kept` }));
    this.#child = new Deno.Command(command!, {
      args: [...args, "--listen", this.url],
      env: { APIPLANT_TOKEN: "correct horse", APIPLANT_CONFIG_FILE: settings },
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const { value } = await this.#child.stdout[Symbol.asyncIterator]().next();
    equal(new TextDecoder().decode(value), `listening on ${this.url}\n`);
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    this.#child!.kill("SIGKILL");
    await this.#child!.status;
    await Deno.remove(`${this.#folder}/s`);
  }

  async remove(): Promise<void> {
    await this.kill();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function driver(): Promise<LogDatabase> {
  const process = new DriverProcess();
  await process.start();
  return {
    kind: "http",
    target: { path: process.url.slice("unix:".length), transport: "unix" },
    settings: (near) => [`url = "http://127.0.0.1:${near}"`, 'token = "correct horse"', 'timeout = "20s"'],
    async restart() {
      await process.kill();
      await process.start();
    },
    [Symbol.asyncDispose]: () => process.remove(),
  };
}

Deno.test("G1 G2 G3 G5: two servers on one driver lose and repeat nothing, though they are killed, paused and cut off, and it restarts", async () => {
  await using fleet = await Fleet.start(2, driver);
  await surviveFaults(fleet, 1);
});

Deno.test("G6: what one server has answered, another on the same driver reads with min-seq", async () => {
  await using fleet = await Fleet.start(2, driver);
  await define(fleet);
  for (let n = 2; n < 42; n++) {
    const [writer, reader] = n % 2 === 0 ? fleet.servers : fleet.servers.toReversed();
    const { status, headers } = await ask(writer!, "PUT", "/models/owner/instances/o", { body: { room: n } });
    equal(status, 200);
    const wanted = { "x-min-seq": headers.get("x-seq")! };
    const read = await ask(reader!, "GET", "/models/owner/instances/o", { headers: wanted });
    deepStrictEqual(read.body["data"], { room: n });
  }
});
