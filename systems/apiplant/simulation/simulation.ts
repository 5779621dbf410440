/** One run: several servers and clients on one log, with faults; everything follows from the seed. */
import type { Operation } from "../commit/command.ts";
import { Refusal } from "../commit/refusal.ts";
import type { Event } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import { missedRuns, wrongIn, wrongReads, wrongRuns } from "./history_check.ts";
import { HOOKS, MODELS } from "./plain_rules.ts";
import { SeededRandom } from "./random.ts";
import { OWNERS, SimulatedClient } from "./simulated_client.ts";
import type { PostRun } from "./room_hooks.ts";
import { type Faults, SharedLog, type StorageDefect } from "./simulated_log.ts";
import { SimulatedServer } from "./simulated_server.ts";
import { type VirtualClock, VirtualTime } from "./virtual_time.ts";

/** What a run did, and what was wrong. */
export interface SimulationResult {
  readonly seed: number;
  readonly wrong: readonly string[];
  /** The events as text: equal seeds have equal texts. */
  readonly events: readonly string[];
  readonly made: number;
  readonly refused: number;
  readonly unknown: number;
  readonly kills: number;
  readonly lostRaces: number;
  /** How often a post hook ran to its end. */
  readonly posts: number;
  /** How often a client read what it had changed, on the server that answered and on others. */
  readonly reads: number;
}

/** What a run does wrong on purpose: its storage, or its clients, which read another server without waiting. */
export type Defect = StorageDefect | "read too early";

const CLIENTS = 5;
const REQUESTS = 20;
/** How long post hooks have after the last answer, in milliseconds. */
const SETTLE_MS = 60_000;
/** No run takes longer, in milliseconds of its own time. */
const LIMIT_MS = 600_000;

/** Runs one seed, with a defect if one is planted. */
export async function simulate(seed: number, defect: Defect | null = null): Promise<SimulationResult> {
  const random = new SeededRandom(seed);
  const time = new VirtualTime(Date.UTC(2026, 0, 1));
  const faults: Faults = random.chance(0.2)
    ? { lostRequest: 0, lostAnswer: 0, late: 0, maxDelayMs: 3 }
    : { lostRequest: 0.03, lostAnswer: 0.05, late: 0.02, maxDelayMs: 1 + random.below(20) };
  const log = new SharedLog(defect === "read too early" ? null : defect);
  const names = Array.from({ length: 1 + random.below(5) }, (_, at) => `server-${at}`);
  const runs: PostRun[] = [];
  const servers = names.map((name) =>
    new SimulatedServer(name, time, log, random.fork(), faults, (run) => void runs.push(run))
  );
  const failures: string[] = [];
  const failed = (error: unknown) =>
    void failures.push(`failed: ${error instanceof Error ? error.stack : String(error)}`);
  let kills = 0, lostRaces = 0;
  const chaos = time.clock();
  const chaosRandom = random.fork();
  const clients = Array.from({ length: CLIENTS }, (_, at) => {
    return new SimulatedClient(`client-${at}`, servers, time.clock(), random.fork(), defect !== "read too early");
  });
  let finished = false, quiet = false;
  const all = (async () => {
    await Promise.all(servers.map((server) => server.start()));
    await define(servers, time.clock());
    scheduleChaos();
    await Promise.all(clients.map((client) => client.run(REQUESTS)));
    quiet = true;
    for (const server of servers) server.hold(false);
    for (let waited = 0; waited < SETTLE_MS && missedRuns(log.entries.map(fromEntry), runs).length > 0; waited += 500) {
      await new Promise<void>((resolve) => void chaos.setTimeout(resolve, 500));
    }
  })().catch(failed).then(() => finished = true);
  const ended = await time.run(() => finished || failures.length > 0 || time.now > Date.UTC(2026, 0, 1) + LIMIT_MS);
  if (!ended || !finished) failures.push(`the run did not end after ${time.now - Date.UTC(2026, 0, 1)} ms`);
  void all;
  const events = log.entries.map(fromEntry);
  const answers = clients.flatMap((client) => client.answers), reads = clients.flatMap((client) => client.reads);
  const count = (outcome: string) => answers.filter((answer) => answer.outcome === outcome).length;
  return {
    seed,
    wrong: [
      ...failures,
      ...wrongIn(events, answers),
      ...wrongReads(events, reads),
      ...missedRuns(events, runs),
      ...wrongRuns(events, runs),
      ...await wrongModels(servers, log, events),
    ],
    events: log.entries.map(({ seq, json }) => `${seq} ${json}`),
    made: count("made"),
    refused: count("refused"),
    unknown: count("unknown"),
    kills,
    lostRaces,
    posts: runs.length,
    reads: reads.length,
  };

  function scheduleChaos(): void {
    chaos.setTimeout(() => {
      if (quiet) return;
      const server = chaosRandom.pick(servers);
      lostRaces += server.core?.counts.lostRaces ?? 0;
      if (kills < 3 && chaosRandom.chance(0.5)) {
        kills++;
        server.kill(chaosRandom.chance(0.6));
        chaos.setTimeout(() => void server.start().catch(failed), chaosRandom.below(300));
      } else {
        server.hold(true);
        chaos.setTimeout(() => server.hold(false), chaosRandom.below(1_500));
      }
      scheduleChaos();
    }, 50 + chaosRandom.below(600));
  }
}

/** Defines the models and their owners, each once: a request whose answer is lost is sent again. */
async function define([server]: readonly SimulatedServer[], clock: VirtualClock): Promise<void> {
  const operations: Operation[] = [
    ...MODELS.map((definition) => ({ op: "createModel", definition, hooks: HOOKS }) as const),
    ...OWNERS.map((id) => ({ op: "create", model: "owner", id, data: { room: 5 } }) as const),
  ];
  for (const [at, operation] of operations.entries()) {
    const signal = new AbortController().signal;
    const idempotency = { key: `define-${at}`, hash: "sha256:0" };
    const command = { operations: [operation], batch: false, actor: "admin", requestId: "define", idempotency, signal };
    while (!await made(server?.core?.writer.write(command))) {
      await new Promise<void>((resolve) => void clock.setTimeout(resolve, 100));
    }
  }
}

async function made(written: Promise<unknown> | undefined): Promise<boolean> {
  try {
    await written;
    return written !== undefined;
  } catch (error) {
    if (error instanceof Refusal && error.status >= 500) return false;
    throw error;
  }
}

/** Servers whose model storage is not what the log makes up to its place. */
async function wrongModels(
  servers: readonly SimulatedServer[],
  log: SharedLog,
  events: readonly Event[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name, models } of servers) {
    const { seq, logId } = models.state();
    if (logId === null) continue;
    const replayed = new MemoryModelStorage();
    replayed.reset(log.logId);
    replayed.apply(events.slice(0, seq));
    const [is, should] = [await Array.fromAsync(models.dump()), await Array.fromAsync(replayed.dump())];
    if (is.join("\n") !== should.join("\n")) wrong.push(`the models of ${name} at ${seq} are not those of the log`);
  }
  return wrong;
}
