import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { bench } from "./testing/bench.ts";

/** A gpioset that notes what it is asked for, and holds its line. */
function gpioset(folder: string, version: string): string {
  const file = `${folder}/gpioset`;
  Deno.writeTextFileSync(
    file,
    `#!/bin/sh
if [ "$1" = --version ]; then echo "gpioset (libgpiod) ${version}"; exit; fi
case "$*" in *none*) echo "error opening none" >&2; exit 1;; esac
echo "$$ $*" >> ${folder}/log
exec sleep 1000
`,
    { mode: 0o755 },
  );
  return file;
}

function isRunning(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

function linesOf(folder: string): string[][] {
  return Deno.readTextFileSync(`${folder}/log`).trim().split("\n").map((line) => line.split(/ (.*)/));
}

Deno.test("power/gpio holds its line until the next switching and the end, by gpioset of version 1 and of version 2", async () => {
  const words = { "v1.6.3": "--mode=signal gpiochip0", "v2.1.3": "-c gpiochip0" };
  for (const [version, own] of Object.entries(words)) {
    const folder = Deno.makeTempDirSync();
    const config = { chip: "gpiochip0", line: 17, active_low: true, program: gpioset(folder, version), settle: 0.5 };
    {
      await using one = await bench("power/gpio", config);
      await one.exporter.root.call("on");
      await one.exporter.root.call("off");
      const lines = linesOf(folder);
      deepStrictEqual(lines.map(([, words]) => words), [`--active-low ${own} 17=1`, `--active-low ${own} 17=0`]);
      deepStrictEqual(lines.map(([pid]) => isRunning(pid!)), [false, true]);
    }
    deepStrictEqual(linesOf(folder).map(([pid]) => isRunning(pid!)), [false, false]);
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("power/gpio says why gpioset failed, and how to get one", async () => {
  const folder = Deno.makeTempDirSync();
  // It fails at once: until it has, no time is too long.
  await using one = await bench("power/gpio", {
    chip: "none",
    line: 1,
    program: gpioset(folder, "v1.6.3"),
    settle: 30,
  });
  await rejects(one.exporter.root.call("on"), (error: Error) => {
    match(error.message, /ended with exit code 1: error opening none/);
    return true;
  });
  await using other = await bench("power/gpio", { chip: "gpiochip0", line: 1, program: `${folder}/missing` });
  await rejects(other.exporter.root.call("on"), /install the package gpiod/);
  await rejects(Array.fromAsync(other.exporter.root.stream("read")), /a GPIO line measures nothing/);
  strictEqual(Deno.readDirSync(folder).some(({ name }) => name === "log"), false);
  Deno.removeSync(folder, { recursive: true });
});
