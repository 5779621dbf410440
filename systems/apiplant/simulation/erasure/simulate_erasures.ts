/**
 * One run: a server with personal data on a disk that loses power, is compacted, and gets older keys back. What is done follows from
 * the seed; keys and nonces do not, nor where exactly an operation meets the loss of power.
 */
import { Changes } from "./changes.ts";
import type { SecretsDefect } from "./defective_secrets.ts";
import { Examination } from "./examination.ts";
import { SimulatedServer } from "./server.ts";

/** What a run does wrong on purpose: its secure storage, or the server, which keeps a trace of requests. */
export type ErasureDefect = SecretsDefect | "requests are traced";

/** What a run did, and what was wrong. */
export interface ErasureResult {
  readonly wrong: readonly string[];
  readonly values: number;
  readonly erasures: number;
  readonly losses: number;
  readonly compactions: number;
  readonly restores: number;
}

const STEPS = 40;

/** Runs one seed, with a defect if one is planted. */
export async function simulateErasures(seed: number, defect: ErasureDefect | null = null): Promise<ErasureResult> {
  const isTraced = defect === "requests are traced", server = new SimulatedServer(seed, isTraced ? null : defect);
  const changes = new Changes(server, isTraced), examination = new Examination(server), { wrong } = examination;
  await server.start();
  await changes.define();
  for (let step = 0; step < STEPS && wrong.length === 0; step++) {
    await changes.step();
    await examination.search(`seed ${seed}, step ${step}`, changes.planted);
  }
  await server.end();
  return { wrong, values: changes.planted.length, losses: server.losses, ...changes.counts };
}
