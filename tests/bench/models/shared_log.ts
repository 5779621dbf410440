/** Writers of model servers that share a log in PostgreSQL, and writers that each have a connection. */
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import { idMaker } from "../../../systems/apiplant/event/new_id.ts";
import { modelRules } from "../../../systems/apiplant/model/rules.ts";
import { type RunningCore, startCore } from "../../../systems/apiplant/server/start_core.ts";
import { MemoryErrorStorage } from "../../../systems/apiplant/storage/memory/error_storage.ts";
import { MemoryModelStorage } from "../../../systems/apiplant/storage/memory/model_storage.ts";
import type { PostgresAddress } from "../../../systems/apiplant/storage/postgres/address.ts";
import { Connection } from "../../../systems/apiplant/storage/postgres/connection.ts";
import { PostgresEventStorage } from "../../../systems/apiplant/storage/postgres/event_storage.ts";
import { quoted } from "../../../systems/apiplant/storage/postgres/schema.ts";

/** What writers did. */
export interface Written {
  /** Events a second. */
  readonly rate: number;
  /** The time of each answer, in milliseconds. */
  readonly times: readonly number[];
  /** How often a server lost its place in the log to another. */
  readonly lostRaces: number;
}

const DATA = { title: "Of time and the log", text: "x".repeat(200), likes: 7 };
const FIELDS = { title: { type: "String" }, text: { type: "String" }, likes: { type: "Int" } } as const;

/** Servers of one log with writers that each create instances one after the other. */
export async function servers(
  address: PostgresAddress,
  schema: string,
  count: number,
  writers: number,
  ms: number,
): Promise<Written> {
  await using started = new AsyncDisposableStack();
  const cores: RunningCore[] = [];
  for (let at = 0; at < count; at++) {
    const log = started.use(await PostgresEventStorage.open({ address, schema }));
    const core = await startServer(`server-${at}`, log);
    started.defer(() => core.close(AbortSignal.timeout(5_000)));
    cores.push(core);
  }
  await write(cores[0]!, { op: "createModel", definition: { id: "post", fields: FIELDS } }, "define");
  const { seq } = cores[0]!.state;
  await Promise.all(cores.map((core) => core.applied(seq, AbortSignal.timeout(5_000))));
  const written = await during(ms, count * writers, async (writer, n) => {
    await write(cores[writer % count]!, { op: "create", model: "post", data: DATA }, `${writer}-${n}`);
  });
  return { ...written, lostRaces: cores.reduce((sum, { counts }) => sum + counts.lostRaces, 0) };
}

/** From a change's answer on one of two servers until the other one shows it, in milliseconds, for that many changes. */
export async function visible(address: PostgresAddress, schema: string, count: number): Promise<readonly number[]> {
  await using started = new AsyncDisposableStack();
  const cores: RunningCore[] = [];
  for (let at = 0; at < 2; at++) {
    const log = started.use(await PostgresEventStorage.open({ address, schema }));
    const core = await startServer(`server-${at}`, log);
    started.defer(() => core.close(AbortSignal.timeout(5_000)));
    cores.push(core);
  }
  await write(cores[0]!, { op: "createModel", definition: { id: "post", fields: FIELDS } }, "define");
  const times: number[] = [], { signal } = new AbortController();
  await cores[1]!.applied(cores[0]!.state.seq, signal);
  for (let n = 0; n < count; n++) {
    const [writer, reader] = n % 2 === 0 ? cores : cores.toReversed();
    await write(writer!, { op: "create", model: "post", data: DATA }, `${n}`);
    const since = performance.now();
    await reader!.applied(writer!.state.seq, signal);
    times.push(performance.now() - since);
  }
  return times;
}

/** Writers that each have a connection, and count the head up by themselves: one event a transaction. */
export async function connections(
  address: PostgresAddress,
  schema: string,
  writers: number,
  ms: number,
): Promise<Written> {
  await using opened = new AsyncDisposableStack();
  opened.use(await PostgresEventStorage.open({ address, schema }));
  const all = Array.from(
    { length: writers },
    () => opened.use(new Connection({ address, clock: SYSTEM_CLOCK, setup: [] })),
  );
  const json = JSON.stringify({ kind: "instance.created", at: new Date().toISOString(), payload: DATA, v: 1 });
  const text = `WITH next AS (UPDATE ${quoted(schema)}.head SET seq = seq + 1 RETURNING seq)
    INSERT INTO ${quoted(schema)}.events SELECT seq, $1, 'post', $1, $2 FROM next`;
  const written = await during(ms, writers, async (writer) => {
    await all[writer]!.query({ name: "rival", text, values: [crypto.randomUUID(), json] });
  });
  return { ...written, lostRaces: 0 };
}

async function startServer(id: string, log: PostgresEventStorage): Promise<RunningCore> {
  return await startCore({
    id,
    log,
    models: new MemoryModelStorage(),
    errors: new MemoryErrorStorage(),
    rules: modelRules({ pageMax: 500 }),
    hooks: () => ({
      check: () => Promise.resolve(),
      pre: () => Promise.resolve(undefined),
      post: () => Promise.resolve(),
      applied: () => {},
      start: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }),
    newId: idMaker(SYSTEM_CLOCK),
    random: Math.random,
    patienceMs: 10_000,
    maxReferring: 100,
  });
}

async function write(
  core: RunningCore,
  operation: Parameters<RunningCore["writer"]["write"]>[0]["operations"][0],
  requestId: string,
): Promise<void> {
  const { signal } = new AbortController();
  await core.writer.write({ operations: [operation], batch: false, actor: "bench", requestId, signal });
}

/** Lets writers write for a time. */
async function during(
  ms: number,
  writers: number,
  run: (writer: number, n: number) => Promise<void>,
): Promise<Omit<Written, "lostRaces">> {
  const times: number[] = [], since = performance.now();
  await Promise.all(Array.from({ length: writers }, async (_, writer) => {
    for (let n = 0; performance.now() - since < ms; n++) {
      const asked = performance.now();
      await run(writer, n);
      times.push(performance.now() - asked);
    }
  }));
  return { rate: times.length * 1_000 / (performance.now() - since), times };
}
