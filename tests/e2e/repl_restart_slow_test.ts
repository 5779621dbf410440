import { deepEqual, equal } from "node:assert/strict";
import { makeProject } from "@fluxwire/command/init";
import { MAKER } from "../../packages/cli/init/maker.ts";
import { TIMED_OUT, within } from "@fluxwire/transport";
import { Events } from "./host_events.ts";
import { PROBE_COMMAND } from "./run_probe.ts";
import { Terminal } from "./terminal.ts";

/** How long a step may take, in milliseconds: machines that run tests are busy. */
const STEP_MS = 60_000;

/** A step of a driver that waits until it is let go on. */
interface Step {
  readonly name: string;
  goOn(): void;
}

/** A driver that is written in a folder of its own, and says each of its steps: its start, and each statement. */
class SteppedDriver implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync();
  readonly #end = new AbortController();
  readonly #server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: this.#end.signal, onListen: () => {} },
    (request) => {
      const { promise, resolve } = Promise.withResolvers<Response>();
      const name = decodeURIComponent(new URL(request.url).pathname.slice(1));
      this.steps.add({ name, goOn: () => resolve(new Response()) });
      return promise;
    },
  );
  readonly steps: Events<Step> = new Events();
  readonly file = `${this.#folder}/planets/main.ts`;

  constructor() {
    makeProject(MAKER, `${this.#folder}/planets`, "driver");
    const step = (name: string) =>
      `await (await fetch("http://127.0.0.1:${this.#server.addr.port}/" + ${name})).text();`;
    const [before, after] = Deno.readTextFileSync(this.file).split("execute: ({ sql }) => ({");
    this.#source = `${before}execute: async ({ sql }) => {
      ${step("encodeURIComponent(sql)")}
      return {${after!.replace("sql) }),", "sql) };\n    },")}`;
    this.#start = step('"start"');
    Deno.writeTextFileSync(this.file, `${this.#start}\n${this.#source}`);
  }

  readonly #source: string;
  readonly #start: string;

  /** Saves the driver anew, which begins with a text. */
  async change(beginning = ""): Promise<void> {
    const draft = `${this.#folder}/draft.ts`;
    await Deno.writeTextFile(draft, `${this.#start}\n${beginning}\n${this.#source}`);
    await Deno.rename(draft, this.file);
  }

  /** The next step of a name, from the number of steps that are done. */
  async step(name: string, from: number): Promise<Step> {
    const found = await within(this.steps.until((step) => step.name === name, from), STEP_MS);
    if (found !== TIMED_OUT) return found;
    throw new Error(`No step ${name} behind ${from} of ${this.steps.all.map(({ name }) => name).join(", ")}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { goOn } of this.steps.all) goOn();
    this.#end.abort();
    await this.#server.finished;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** The REPL with a driver that it restarts, on a terminal. */
async function watched(driver: SteppedDriver): Promise<Terminal & AsyncDisposable> {
  const home = await Deno.makeTempDir();
  const terminal = new Terminal([Deno.execPath(), ...PROBE_COMMAND, "repl", "--watch", driver.file], {
    HOME: home,
    XDG_STATE_HOME: home,
  });
  (await driver.step("start", 0)).goOn();
  await terminal.shows("planets> ");
  return terminal;
}

const PLANETS = "SELECT * FROM planets;", MOONS = "SELECT * FROM moons;";
const ONLY_LINUX = { ignore: Deno.build.os !== "linux" };

Deno.test({
  ...ONLY_LINUX,
  name:
    "a statement that comes while --watch restarts the driver waits for it, says so, and is run once by the new one",
  fn: async () => {
    await using driver = new SteppedDriver();
    await using terminal = await watched(driver);
    await driver.change();
    const restarted = await driver.step("start", 1);
    await terminal.press(`${PLANETS}\r`);
    await terminal.shows("The driver is being restarted; the statement waits for it.");
    restarted.goOn();
    (await driver.step(PLANETS, 2)).goOn();
    await terminal.shows("Mercury");
    await terminal.press("\x04");
    equal(await terminal.ended(), 0);
    deepEqual(driver.steps.all.map(({ name }) => name), ["start", "start", PLANETS]);
  },
});

Deno.test({
  ...ONLY_LINUX,
  name:
    "a statement that runs while --watch restarts the driver fails, says that it may have been run, and is not run again",
  fn: async () => {
    await using driver = new SteppedDriver();
    await using terminal = await watched(driver);
    await terminal.press(`${PLANETS}\r`);
    await driver.step(PLANETS, 1);
    await driver.change();
    await terminal.shows("and it was restarted; the statement may have been run");
    (await driver.step("start", 2)).goOn();
    await terminal.shows("has changed: restarted in ");
    await terminal.press(`${MOONS}\r`);
    (await driver.step(MOONS, 3)).goOn();
    await terminal.shows("Phobos");
    await terminal.press("\x04");
    equal(await terminal.ended(), 0);
    deepEqual(driver.steps.all.map(({ name }) => name), ["start", PLANETS, "start", MOONS]);
  },
});

Deno.test({
  ...ONLY_LINUX,
  name: "a statement that waits for a driver that does not start again, or for Ctrl+C, says that it was not run",
  fn: async () => {
    await using driver = new SteppedDriver();
    await using terminal = await watched(driver);
    await driver.change("throw new Error('planted');");
    const failing = await driver.step("start", 1);
    await terminal.press(`${PLANETS}\r`);
    await terminal.shows("the statement waits for it.");
    failing.goOn();
    await terminal.shows("and was not run");
    await driver.change();
    const mended = await driver.step("start", 2);
    await terminal.press(`${PLANETS}\r`);
    await terminal.shows("the statement waits for it.");
    await terminal.press("\x03");
    await terminal.shows("Interrupted by SIGINT; the statement waited for the restart, and was not run");
    mended.goOn();
    await terminal.shows("has changed: restarted in ");
    await terminal.press("\x04");
    equal(await terminal.ended(), 0);
    deepEqual(driver.steps.all.map(({ name }) => name), ["start", "start", "start"]);
  },
});
