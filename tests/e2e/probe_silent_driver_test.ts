import { deepEqual, equal, ok } from "node:assert/strict";
import { VERBS } from "../../packages/host/probe/verbs.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { shortRecording } from "./recorded_session.ts";
import { freshSocket } from "./running_driver.ts";
import { probe } from "./run_probe.ts";
import { ScriptedSocket } from "./scripted_socket.ts";

/** What verbs need besides a target, given a folder for what they write. */
const ARGUMENTS: Readonly<Record<string, (folder: string) => readonly string[]>> = {
  query: () => ["SELECT 1"],
  call: () => ["ping"],
  record: (folder) => ["--listen", freshSocket(), "--out", `${folder}/recording.jsonl`],
  replay: (folder) => [shortRecording(folder)],
};
const TIMEOUT_MS = 1_000;
/** What a command may take beyond its time, on a machine that does other things too. */
const SLACK_MS = 4_000;

/** Tested by itself, as its histogram comes from npm: `deno task test:bench`. */
const ELSEWHERE = "bench";

for (const { name } of VERBS.filter(({ name, takesTarget }) => takesTarget && name !== ELSEWHERE)) {
  Deno.test(`probe ${name} --timeout ends it against a driver that is silent`, async () => {
    await using driver = await ScriptedSocket.open(() => "silence");
    const folder = await Deno.makeTempDir();
    const args = [...ARGUMENTS[name]?.(folder) ?? [], "--socket", driver.socket, "--timeout", String(TIMEOUT_MS)];
    const start = performance.now();
    const { code, stdout, stderr } = await probe([name, "--json", ...args], { stdin: "" });
    const ms = performance.now() - start;
    await Deno.remove(folder, { recursive: true });
    equal(code, 7, stdout + stderr);
    ok(ms < TIMEOUT_MS + SLACK_MS, `${ms} ms`);
    equal(stderr, "");
    const documents = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    const { error } = documents.at(-1);
    deepEqual(violations({ error }, await schemaOf("failure")), []);
    equal(error.code, "Timeout");
  });
}
