import { deepEqual, equal, match } from "node:assert/strict";
import { pathOf } from "../e2e/running_driver.ts";

/** Runs `main.ts` with a shell command. */
async function run(script: string): Promise<{ code: number; lines: string[] }> {
  const args = ["run", "--no-prompt", "-A", pathOf("tests/clean_run/main.ts"), "sh", "-c", script];
  const { code, stdout } = await new Deno.Command(Deno.execPath(), { args, stdin: "null", stderr: "null" }).output();
  return { code, lines: new TextDecoder().decode(stdout).trimEnd().split("\n") };
}

Deno.test("clean_run ends with the exit code of a command that leaves nothing", async () => {
  deepEqual(await run('echo said; rm "$(mktemp)"'), { code: 0, lines: ["said"] });
  deepEqual(await run("echo said; exit 3"), { code: 3, lines: ["said"] });
});

Deno.test("clean_run lists the files that a command left, and exits with 8", async () => {
  const { code, lines } = await run('mkdir "$HOME/a" && touch "$HOME/a/b" "$TMPDIR/c"');
  equal(code, 8);
  deepEqual(lines, ["left: file ~/a", "left: file ~/a/b", "left: file TMPDIR/c"]);
});

Deno.test("clean_run lists the processes and sockets that a command left, and exits with 8", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const name = `fluxwire-left-${crypto.randomUUID()}`;
  const listen = `const l = Deno.listen({ transport: "unix", path: "\\0${name}" }); console.log(l !== null);
    await new Promise(() => setInterval(() => {}, 1e6));`;
  const { code, lines } = await run(
    `${Deno.execPath()} eval '${listen}' >"$TMPDIR/out" & until [ -s "$TMPDIR/out" ]; do :; done; rm "$TMPDIR/out"`,
  );
  const [, pid = ""] = /^left: process (\d+) /.exec(lines[0] ?? "") ?? [];
  try {
    equal(code, 8);
    match(lines[0] ?? "", / eval const l = /);
    deepEqual(lines.slice(1).filter((line) => line.includes(name)), [`left: socket @${name}`]);
  } finally {
    if (pid !== "") Deno.kill(Number(pid), "SIGKILL");
  }
});

/** The command line of a process; empty once it has ended, also before its parent has seen that. */
function commandOf(pid: string | undefined): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`);
  } catch {
    return "";
  }
}

/** A process that neither a signal but SIGKILL nor the end of its group ends, and its parent; each says its number. */
const STUBBORN =
  `setsid sh -c 'trap "" INT TERM HUP; echo "runs $$"; while :; do sleep 1; done' & echo "runs $$"; wait; wait`;
/** The same, in an environment without the home by which children are found. */
const HIDDEN = STUBBORN.replace("setsid", "env -u HOME setsid");

for (
  const { name, file, args, script, signal, code } of [
    { name: "clean_run", file: "main", args: [], script: STUBBORN, signal: "SIGTERM", code: 143 },
    { name: "clean_run", file: "main", args: [], script: HIDDEN, signal: "SIGINT", code: 130 },
    { name: "test:loaded", file: "loaded", args: ["--loops", "2"], script: STUBBORN, signal: "SIGINT", code: 130 },
  ] as const
) {
  Deno.test(
    `${name} ends with all that it has started when ${signal} is sent to it alone${
      script === HIDDEN ? ", also what has another home" : ""
    }`,
    {
      ignore: Deno.build.os !== "linux",
    },
    async () => {
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "-A", pathOf(`tests/clean_run/${file}.ts`), ...args, "--", "sh", "-c", script]
          .filter(
            (word) => file === "loaded" || word !== "--",
          ),
        stdin: "null",
        stdout: "piped",
        stderr: "null",
      }).spawn();
      let text = "";
      for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
        const before = text.match(/runs \d+\n/g)?.length ?? 0;
        text += part;
        if (before < 2 && text.match(/runs \d+\n/g)?.length === 2) child.kill(signal);
      }
      equal((await child.status).code, code);
      const pids = [...text.matchAll(/runs (\d+)/g)].map(([, pid]) => pid);
      equal(pids.length, 2);
      deepEqual(pids.map(commandOf), ["", ""]);
    },
  );
}
