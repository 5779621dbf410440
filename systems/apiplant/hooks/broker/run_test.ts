import { deepEqual, equal, rejects } from "node:assert/strict";
import type { Json } from "../../json/json.ts";
import { gone } from "../testing/processes.ts";
import { runForHook } from "./run.ts";

function run(...args: Json[]): ReturnType<typeof runForHook> {
  return runForHook(args, { kind: "all" }, new AbortController().signal);
}

Deno.test("runForHook() gives exit code and output, and hands over stdin and arguments without a shell", async () => {
  deepEqual(await run("cat", [], "in"), { code: 0, stdout: "in", stderr: "" });
  deepEqual((await run("echo", ["$HOME; exit 3", "*"], "")).stdout, "$HOME; exit 3 *\n");
  const { code, stderr } = await run("sh", ["-c", "echo bad >&2; exit 3"], "");
  deepEqual([code, stderr], [3, "bad\n"]);
});

Deno.test("runForHook() refuses programs that are missing, and wrong arguments", async () => {
  await rejects(run("no-such-program-here", [], ""), { code: "run", message: /cannot be started/ });
  for (const args of [[1, [], ""], ["cat", [1], ""], ["cat", "x", ""], ["cat", [], 1], []]) {
    await rejects(run(...args as Json[]), { code: "malformed" });
  }
});

Deno.test("runForHook() ends a program whose output exceeds 1 MiB", async () => {
  await rejects(run("sh", ["-c", "while :; do echo 0123456789012345678901234567890123456789; done"], ""), {
    code: "not_allowed",
    message: /The output of sh exceeds 1048576 bytes/,
  });
});

Deno.test("runForHook() ends a program with its signal", async () => {
  const controller = new AbortController();
  const running = runForHook(["sh", ["-c", "echo; exec sleep 600"], ""], { kind: "all" }, controller.signal);
  controller.abort();
  equal((await running).code, 137);
});

Deno.test({
  name: "runForHook() ends what a program leaves behind",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { stdout } = await run("sh", ["-c", "setsid sleep 600 >/dev/null 2>&1 & echo $!"], "");
    await gone([Number(stdout)]);
  },
});
