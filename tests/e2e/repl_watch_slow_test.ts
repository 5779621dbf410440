import { deepEqual, equal, match } from "node:assert/strict";
import { makeProject } from "@fluxwire/command/init";
import { MAKER } from "../../packages/cli/init/maker.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { fluxwireJson, PROBE_COMMAND } from "./run_probe.ts";
import { RunningProbe } from "./running_probe.ts";
import { Terminal } from "./terminal.ts";

/** A driver in a folder of its own, with the packages of this tree. */
class WrittenDriver implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync();
  readonly file = `${this.#folder}/planets/main.ts`;
  readonly source: string;

  constructor() {
    makeProject(MAKER, `${this.#folder}/planets`, "driver");
    this.source = Deno.readTextFileSync(this.file);
  }

  /** Replaces the file in one step, as some editors do: one change, seen once. */
  async save(source: string): Promise<void> {
    const draft = `${this.#folder}/draft.ts`;
    await Deno.writeTextFile(draft, source);
    await Deno.rename(draft, this.file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}

Deno.test("probe repl --watch restarts a driver after a change, also one that did not start, and goes on with the session", async () => {
  await using driver = new WrittenDriver();
  await using repl = new RunningProbe(["repl", "--watch", driver.file], { typed: true });
  await repl.type("SELECT * FROM planets");
  equal((await repl.lines.until(({ input }) => input === "SELECT * FROM planets")).result.rows.length, 3);

  await driver.save("throw new Error('planted');\n");
  const failed = await repl.lines.until(({ restarted }) => restarted !== undefined);
  deepEqual([failed.ok, failed.error.code], [false, "ExitedEarly"]);
  match(failed.restarted, /main\.ts$/);

  const mended = repl.lines.all.length;
  await driver.save(driver.source.replace('"Mercury", moons: 0', '"Mercury", moons: 7'));
  equal((await repl.lines.until(({ restarted }) => restarted !== undefined, mended)).ok, true);
  await repl.type("SELECT * FROM planets ");
  const again = await repl.lines.until(({ input }) => input !== undefined, mended);
  deepEqual(again.result.rows[0], ["Mercury", 7]);

  const schema = await schemaOf("repl");
  for (const line of repl.lines.all) deepEqual(violations(line, schema), []);
  await repl.type("\\quit");
  deepEqual(await repl.ended(), { code: 0, stderr: "" });
});

Deno.test("probe repl --watch waits for a change of a driver that does not start at first", async () => {
  await using driver = new WrittenDriver();
  await driver.save("throw new Error('planted');\n");
  await using repl = new RunningProbe(["repl", "--watch", driver.file], { typed: true });
  equal((await repl.lines.until(({ error }) => error !== undefined)).error.code, "ExitedEarly");
  await driver.save(driver.source);
  await repl.type("SELECT * FROM moons");
  equal((await repl.lines.until(({ input }) => input !== undefined)).result.rows.length, 2);
  await repl.type("\\quit");
  equal((await repl.ended()).code, 0);
});

Deno.test({
  name: "probe repl --watch on a terminal reports a restart above the line that is being typed",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using driver = new WrittenDriver();
    const home = await Deno.makeTempDir();
    const words = [Deno.execPath(), ...PROBE_COMMAND, "repl", "--watch", driver.file];
    {
      await using terminal = new Terminal(words, { HOME: home, XDG_STATE_HOME: home });
      await terminal.shows("planets> ");
      await terminal.press("SELECT * FR");
      await terminal.shows("SELECT * FR");
      await driver.save(driver.source.replace("Phobos", "Deimos"));
      await terminal.shows("main.ts has changed: restarted in ");
      await terminal.shows("planets> SELECT * FR");
      await terminal.press("OM moons;\r");
      await terminal.shows("Deimos");
      await terminal.press("\x04");
      equal(await terminal.ended(), 0);
    }
    await Deno.remove(home, { recursive: true });
  },
});

Deno.test("probe repl --watch refuses a driver that it does not start, and files that do not exist", async () => {
  const cases: [string[], RegExp][] = [
    [["--watch", "main.ts", "--socket", "x"], /^Cannot use --watch with --socket: /],
    [["--watch", "main.ts", "--service", "x"], /^Cannot use --watch with --service: /],
    [["--watch", "no-such.ts"], /^Cannot use no-such\.ts: /],
    [["--allow", "read"], /^Cannot use --allow without --watch FILE$/],
  ];
  for (const [args, message] of cases) {
    const { code, json } = await fluxwireJson(["probe", "repl", ...args]);
    equal(code, 1);
    match(json.error.message, message);
  }
});
