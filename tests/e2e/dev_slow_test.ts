import { deepEqual, equal, match, ok } from "node:assert/strict";
import { makeProject } from "@fluxwire/command/init";
import { MAKER } from "../../packages/cli/init/maker.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { freshSocket } from "./running_driver.ts";
import { fluxwireJson, PROBE_COMMAND, probeJson } from "./run_probe.ts";
import { RunningProbe } from "./running_probe.ts";
import { Terminal } from "./terminal.ts";

/** A driver in a folder of its own, with the packages of this tree. */
async function newDriver(): Promise<{ folder: string; file: string; source: string }> {
  const folder = await Deno.makeTempDir(), file = `${folder}/notes/main.ts`;
  makeProject(MAKER, `${folder}/notes`, "driver");
  const source = await Deno.readTextFile(file);
  return { folder, file, source };
}

/** What asks a console, as its page does. */
// deno-lint-ignore no-explicit-any
async function consoleAt(address: string): Promise<(path: string) => Promise<any>> {
  const [page, ticket] = address.split("#");
  const post = async (path: string, body: unknown, more: Record<string, string> = {}) => {
    const headers = { origin: page!.slice(0, -1), "content-type": "application/json", ...more };
    return await (await fetch(`${page}api/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  const { token } = await post("ticket", { ticket });
  return (path) => post(path, {}, { authorization: `Bearer ${token}` });
}

Deno.test("probe dev starts a driver, checks it, restarts it after a change, and survives one that does not start", async () => {
  const { folder, file, source } = await newDriver(), socket = freshSocket();
  try {
    await using dev = new RunningProbe(["dev", file, "--name", socket, "--query", "SELECT * FROM planets"]);
    const started = await dev.lines.until(({ event }) => event === "started");
    equal(started.socket, socket);
    const ask = await consoleAt(started.console);
    const report = await dev.lines.until(({ summary }) => summary !== undefined);
    equal(report.summary.failed, 0);
    ok(dev.lines.all.some(({ event, text }) => event === "log" && /listening/.test(text)));
    equal((await probeJson(["ping", "--socket", socket])).code, 0);

    const broken = dev.lines.all.length;
    await Deno.writeTextFile(file, "throw new Error('planted');\n");
    await dev.lines.until(({ event }) => event === "changed", broken);
    equal((await dev.lines.until(({ event }) => event === "failed", broken)).error.code, "ExitedEarly");

    const mended = dev.lines.all.length;
    await Deno.writeTextFile(file, source.replace('version: "0.1.0"', 'version: "0.2.0"'));
    await dev.lines.until(({ event }) => event === "started", mended);
    const hello = await probeJson(["hello", "--socket", socket]);
    equal(hello.json.serverVersion, "0.2.0");
    equal((await ask("sources/driver/hello")).hello.serverVersion, "0.2.0");
    const schema = await schemaOf("dev");
    for (const line of dev.lines.all) deepEqual(violations(line, schema), []);
    ok(dev.lines.all.filter(({ event }) => event === "changed").length >= 2);
    deepEqual(await dev.end(), { code: 130, stderr: "" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "fluxwire dev shows once what a driver with a fault in its source writes",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/main.ts`, "const planted: = 3;\n");
      const words = [Deno.execPath(), ...PROBE_COMMAND, "dev", `${folder}/main.ts`];
      await using terminal = new Terminal(words, { NO_COLOR: "1" });
      await terminal.shows("error[SourceInvalid]");
      await terminal.shows("(mend the source");
      await terminal.press("\x03");
      equal(await terminal.ended(), 130);
      equal(terminal.text.match(/const planted: = 3/g)?.length, 1, terminal.text);
      equal(terminal.text.match(/error\[SourceInvalid\].*/)![0].match(/SyntaxError/g)!.length, 1, terminal.text);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "fluxwire dev holds back what the driver logs of the checks' broken requests, and shows it when a check fails",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const { folder, file } = await newDriver(), unreadable = /(driver|checks) \| \S+ WARN unreadable request /g;
    // The template's driver has no table SELECT 1, which is what the checks ask for without --query.
    const works = ["--query", "SELECT * FROM planets"];
    try {
      for (
        const { args, shows, logged, then } of [
          { args: works, shows: "what the driver logs of the checks' broken requests: --verbose", logged: null },
          { args: [...works, "--verbose"], shows: " skipped, in ", logged: "driver" },
          { args: [], shows: "checks | ", logged: "checks", then: " WARN unreadable request " },
        ]
      ) {
        const words = [Deno.execPath(), ...PROBE_COMMAND, "dev", file, ...args];
        await using terminal = new Terminal(words, { NO_COLOR: "1" });
        for (const text of ["started", "run ", shows]) await terminal.shows(text);
        if (then !== undefined) await terminal.shows(then);
        await terminal.press("\x03");
        equal(await terminal.ended(), 130);
        match(terminal.text, /driver \| .* listening /);
        const [by] = [...terminal.text.matchAll(unreadable)].map(([, by]) => by);
        equal(by ?? null, logged, terminal.text);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("fluxwire dev reports a missing file", async () => {
  for (const args of [["dev"], ["dev", "no-such.ts"]]) {
    const { code, json } = await fluxwireJson(args);
    deepEqual([code, json.error.code], [1, "Usage"]);
  }
});
