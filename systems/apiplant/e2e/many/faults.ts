/** Servers that clients use while they are killed, paused and cut off from their database, and while that restarts. */
import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { wrongIn } from "../../simulation/history_check.ts";
import { Client, MODELS } from "./client.ts";
import { ask, digestOf, eventsOf, type Fleet } from "./fleet.ts";
import type { ServerProcess } from "./server_process.ts";

/** How many answers clients get between two faults. */
const ANSWERS = 50;

/** Defines the models, and the owner of all items. */
export async function define({ servers: [server] }: Fleet): Promise<number> {
  for (const body of MODELS) equal((await ask(server!, "POST", "/models", { body })).status, 201);
  const owner = { body: { room: 1 }, headers: { "if-none-match": "*" } };
  const { status, body } = await ask(server!, "PUT", "/models/owner/instances/o", owner);
  equal(status, 201);
  return Number(body["revision"]);
}

/** Resolves when a server says of itself that it reaches its storages, or that it does not. */
async function isReady(server: ServerProcess, isWanted: boolean): Promise<void> {
  while ((await ask(server, "GET", "/health/ready")).status === 200 !== isWanted) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Counts what clients were answered. */
class Progress {
  #count = 0;
  #wanted = Infinity;
  #reached = () => {};

  readonly add = (): void => {
    if (++this.#count >= this.#wanted) this.#reached();
  };

  /** Resolves after that many further answers. */
  async further(answers: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wanted = this.#count + answers;
    this.#reached = resolve;
    await promise;
  }
}

/**
 * Lets two clients a server change models, and in each round kills one server, pauses another, cuts one off from the database and
 * restarts that. Then it stops the servers. Rejects if a change was lost or made twice, or if two servers differ.
 */
export async function surviveFaults(fleet: Fleet, rounds: number): Promise<void> {
  const { servers, database, tunnels } = fleet, progress = new Progress(), stop = new AbortController();
  const first = await define(fleet);
  await Promise.all(servers.map((server) => ask(server, "GET", `/?min-seq=${first}`)));
  const clients = Array.from(
    { length: 2 * servers.length },
    (_, at) => new Client(`c${at}`, servers, at, progress.add),
  );
  const running = Promise.all(clients.map((client) => client.run(stop.signal)));
  for (let round = 0; round < rounds; round++) {
    const killed = servers[round % servers.length]!, paused = servers[(round + 1) % servers.length]!;
    await progress.further(ANSWERS);
    await killed.kill();
    await progress.further(ANSWERS);
    await killed.start();
    await progress.further(ANSWERS);
    paused.pause();
    await progress.further(ANSWERS);
    paused.resume();
    await progress.further(ANSWERS);
    const at = round % servers.length, tunnel = tunnels[at]!, { lost } = tunnel;
    tunnel.cut();
    await isReady(servers[at]!, false);
    await progress.further(ANSWERS);
    tunnel.mend();
    await isReady(servers[at]!, true);
    ok(tunnel.lost > lost, "the cut must have kept an answer from its server");
    await progress.further(ANSWERS);
    await database.restart();
    await progress.further(ANSWERS);
  }
  stop.abort();
  await running;
  const heads = await Promise.all(servers.map(async (server) => Number((await ask(server, "GET", "/")).body["seq"])));
  const head = Math.max(...heads), logs = await Promise.all(servers.map((server) => eventsOf(server, head)));
  const [events] = logs, answers = clients.flatMap((one) => one.answers);
  for (const log of logs) deepStrictEqual(log, events);
  deepStrictEqual(wrongIn(events!, answers), []);
  const counted = answers.filter(({ operations: [one], outcome }) => one!.op === "update" && outcome === "made");
  const { body: owner } = await ask(servers[0]!, "GET", "/models/owner/instances/o");
  deepStrictEqual(owner["data"], { room: 1 + counted.length });
  ok(answers.some(({ code }) => code === "unique"), "clients must have raced for a slug");
  const digests = await Promise.all(servers.map((server) => digestOf(server, head)));
  equal(new Set(digests).size, 1);
  for (const server of servers) {
    const { code, log } = await server.stop();
    equal(code, 0, log);
  }
}
