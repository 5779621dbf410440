import { deepEqual, equal, ok } from "node:assert/strict";
import { PROBE } from "../../packages/cli/parts/probe.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { shortRecording } from "./recorded_session.ts";
import { freshSocket } from "./running_driver.ts";
import { probe } from "./run_probe.ts";
import { answer, HELLO, type React, ScriptedSocket } from "./scripted_socket.ts";

/** The arguments of verbs besides a target, given a folder for their output. */
const ARGUMENTS: Readonly<Record<string, (folder: string) => readonly string[]>> = {
  query: () => ["SELECT 1"],
  browse: () => ["stars"],
  insert: () => ["stars", "id=1"],
  update: () => ["stars", "id=1", "--key", "id=1"],
  delete: () => ["stars", "--key", "id=1"],
  call: () => ["ping"],
  record: (folder) => ["--listen", freshSocket(), "--out", `${folder}/recording.jsonl`],
  replay: (folder) => [shortRecording(folder)],
};
const TIMEOUT_MS = 1_000;
/** The extra time that a command may take on a busy machine. */
const SLACK_MS = 120_000;

/** Tested separately, as its histogram comes from npm: `deno task test:bench`. */
const ELSEWHERE = "bench";

/** The drivers for the verbs: one never answers, the other answers only Hello. */
const SILENCES: readonly [string, React][] = [
  ["is silent", () => "silence"],
  [
    "is silent after Hello",
    (request, layout) => request.body.type === "Hello" ? answer(request, layout, HELLO) : "silence",
  ],
];

/** Verbs that need only Hello; the last two then send frames that a scripted driver cannot read: tested elsewhere. */
const NEED_ONLY_HELLO = ["hello", "replay", "conformance", "fuzz"];

for (const [silence, react] of SILENCES) {
  const verbs = PROBE.verbs.filter(({ name, takesTarget }) => takesTarget && name !== ELSEWHERE);
  Deno.test(`--timeout ends every verb with a target against a driver that ${silence}`, async () => {
    await using driver = await ScriptedSocket.open(react);
    const folder = await Deno.makeTempDir();
    await Promise.all(verbs.map(async ({ name }) => {
      if (NEED_ONLY_HELLO.includes(name) && silence !== "is silent") return;
      const args = [...ARGUMENTS[name]?.(folder) ?? [], "--socket", driver.socket, "--timeout", String(TIMEOUT_MS)];
      const start = performance.now();
      const { code, stdout, stderr } = await probe([name, "--json", ...args], { stdin: "SELECT 1\n" });
      const ms = performance.now() - start;
      equal(code, 7, `${name}: ${stdout}${stderr}`);
      ok(ms < TIMEOUT_MS + SLACK_MS, `${name} took ${ms} ms`);
      equal(stderr, "", name);
      const { error } = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
      deepEqual(violations({ error }, await schemaOf("failure")), [], name);
      equal(error.code, "Timeout", name);
    }));
    await Deno.remove(folder, { recursive: true });
  });
}
