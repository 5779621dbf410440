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
