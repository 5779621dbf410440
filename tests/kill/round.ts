/**
 * One round: a host starts a driver, is killed while the driver is in use, and leaves nothing behind.
 *
 * @module
 */
import { deepEqual, equal } from "node:assert/strict";
import { connect, launch } from "@fluxwire/host";
import { ConnectionError } from "@fluxwire/transport";
import type { DriverClient } from "@fluxwire/wire/client";
import { type Kind, type Plan, planOf } from "./kinds.ts";
import { marksOf, processesWith, socketsLeft } from "./traces.ts";

/** The time limit for everything to be gone, in milliseconds after the kill. */
const LIMIT_MS = 2_000;
/** How long a host may take to start a driver before the round counts as hung, in milliseconds. */
const START_MS = 120_000;
/** The token of the drivers. */
const TOKEN = "secret";

/**
 * Runs a round, and asserts its conditions.
 *
 * @returns How long it took until nothing was left, in milliseconds.
 */
export async function round(kind: Kind): Promise<number> {
  const folder = Deno.makeTempDirSync({ prefix: "kill-" });
  const temporary = `${folder}/temporary`;
  Deno.mkdirSync(temporary);
  try {
    const plan = planOf(kind, folder);
    const ms = await killed(kind, plan, { TMPDIR: temporary, XDG_STATE_HOME: folder, XDG_RUNTIME_DIR: folder });
    deepEqual([...Deno.readDirSync(temporary)], [], "temporary files were left");
    await startsAgain(plan);
    return ms;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

async function killed(kind: Kind, { socketId, starter }: Plan, env: Record<string, string>): Promise<number> {
  const [program, ...args] = starter;
  const host = new Deno.Command(program!, {
    args,
    env: { ...env, DBFLUX_DRIVER_IPC_TOKEN: TOKEN },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const client = await connected(socketId, host);
  try {
    await client.ping();
    await kind.busy?.(client);
    const marks = marksOf(socketId);
    equal(marks.length, 1, "nothing has the mark of the host");
    host.kill("SIGKILL");
    const killedMs = performance.now();
    await host.status;
    let left = [socketId];
    while (left.length > 0 && performance.now() - killedMs < LIMIT_MS) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      left = [...processesWith([socketId, ...marks]), ...socketsLeft(socketId)];
    }
    const ms = performance.now() - killedMs;
    deepEqual(left, [], `leftovers ${LIMIT_MS} ms after the kill of the host of ${kind.name}`);
    return ms;
  } finally {
    client.close();
    await client.closed;
  }
}

/** A client of a driver that is starting. */
async function connected(socketId: string, host: Deno.ChildProcess): Promise<DriverClient> {
  const ended = new AbortController();
  host.status.then(() => ended.abort(new Error("The host ended before its driver was ready")));
  const { signal } = ended;
  for (const startMs = performance.now(); performance.now() - startMs < START_MS;) {
    signal.throwIfAborted();
    try {
      return await connect(socketId, { layout: "0.7.1", token: TOKEN, signal });
    } catch (error) {
      if (!(error instanceof ConnectionError && error.code === "SocketUnreachable")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  throw new Error(`The driver was not ready within ${START_MS} ms`);
}

/** Checks that the same command on the same socket starts at once, and answers. */
async function startsAgain({ socketId, command: [command, ...args] }: Plan): Promise<void> {
  const options = { socketId, command: command!, args, token: TOKEN, stop: { stdinGraceMs: 0, termGraceMs: 0 } };
  await using driver = await launch({ ...options, startupTimeoutMs: START_MS });
  const client = await driver.connect();
  await client.ping();
  client.close();
  await client.closed;
}
