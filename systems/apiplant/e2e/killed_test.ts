import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Event } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import type { LogEntry } from "../storage/roles.ts";
import { FAULT_POINTS } from "./fault_point.ts";

/** How often each step is reached; the long form of this test has more. */
const ROUNDS = Number(Deno.env.get("KILL_ROUNDS") ?? 1);
const CHANGES = 12;
const SERVER = fileURLToPath(new URL("./killed_server.ts", import.meta.url));
const DEADLINE_MS = 120_000;

for (const point of FAULT_POINTS) {
  Deno.test(`G1 G5 G7: kill -9 ${point} loses nothing that was answered, and repeats nothing`, async () => {
    for (let round = 0; round < ROUNDS; round++) await killedOnce(point, 1 + (3 + round * 5) % CHANGES);
  });
}

async function killedOnce(point: string, nth: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-killed-" });
  try {
    const keys = Array.from({ length: CHANGES }, (_, at) => `key-${at}`);
    const killed = await run(folder, keys, [point, String(nth)]);
    // Registers are set by a timer, so the end of the run can be the first time.
    if (!point.includes("register")) ok(killed.signal === "SIGKILL", `it was to be killed ${point}`);
    const answered = killed.lines.filter((line) => line.startsWith("key-"));
    const restarted = await run(folder, keys, []);
    strictEqual(restarted.signal, null);
    const { entries, dump } = JSON.parse(restarted.lines.at(-1)!) as { entries: LogEntry[]; dump: string[] };
    const events = entries.map(fromEntry);
    deepStrictEqual(events.map(({ seq }) => seq), events.map((_, at) => at + 1));
    const made = madeBy(events);
    deepStrictEqual([...made.keys()].sort(), [...keys].sort());
    for (const line of answered) ok([...made].some(([key, seqs]) => `${key} ${seqs[0]}` === line), `answered: ${line}`);
    for (const [key, seqs] of made) strictEqual(seqs.length, 1, `${key} was made at ${seqs}`);
    deepStrictEqual(tracesOf(events), notesOf(events));
    const replayed = new MemoryModelStorage();
    replayed.reset(JSON.parse(dump[0]!).logId);
    replayed.apply(events);
    deepStrictEqual(dump, await Array.fromAsync(replayed.dump()));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs a server, sends it keys until it ends, and gives the lines it wrote. */
async function run(folder: string, keys: readonly string[], trap: readonly string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--lock=npm.lock", "--frozen", "-A", SERVER, folder, ...trap],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
    signal: AbortSignal.timeout(DEADLINE_MS),
  }).spawn();
  const writer = child.stdin.getWriter();
  // A server that is gone takes no more keys.
  const sent = writer.write(new TextEncoder().encode(`${keys.join("\n")}\n`)).then(() => writer.close()).catch(
    () => {},
  );
  const [{ stdout, signal }] = await Promise.all([child.output(), sent]);
  return { signal, lines: new TextDecoder().decode(stdout).trim().split("\n") };
}

/** The places of the events of each key. */
function madeBy(events: readonly Event[]): Map<string, number[]> {
  const made = new Map<string, number[]>();
  for (const { idem, seq } of events) {
    if (idem !== undefined) made.set(idem.key, [...made.get(idem.key) ?? [], seq]);
  }
  return made;
}

function notesOf(events: readonly Event[]): string[] {
  return events.filter(({ model, kind }) => model === "note" && kind === "instance.created").map(({ instance }) =>
    instance!
  ).sort();
}

/** The notes whose post hook has run. */
function tracesOf(events: readonly Event[]): string[] {
  const traces = events.filter(({ model, kind }) => model === "trace" && kind === "instance.created");
  return traces.map(({ payload }) => (payload as { of: string }).of).sort();
}
