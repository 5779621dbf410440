/**
 * Commands of a child in Go to a hub in Go, through our host and through the one in Go.
 *
 * @module
 */
import { quantile } from "../quantile.ts";
import { HUB, startGoHost, startOurHost } from "./hosts.ts";

/** How long a round takes, in seconds. */
const ROUND_S = 2;

/** Medians of all rounds, in calls a second. */
export interface Rates {
  /** Through our host. */
  ours: number;
  /** Through the host in Go. */
  go: number;
}

/** Measures by turns, with that many calls at once. */
export async function measureCalls(program: string, rounds: number, atOnce: readonly number[]): Promise<Rates[]> {
  await using ours = await startOurHost(program);
  await using go = await startGoHost(program);
  const measured: Rates[] = [];
  for (const calls of atOnce) {
    const rates = { ours: [] as number[], go: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      rates.ours.push(await rateOf(program, ours.address, calls));
      rates.go.push(await rateOf(program, go.address, calls));
    }
    measured.push({ ours: quantile(rates.ours, 0.5), go: quantile(rates.go, 0.5) });
  }
  return measured;
}

async function rateOf(program: string, address: string, calls: number): Promise<number> {
  const args = ["load", address, HUB, `${calls}`, `${ROUND_S}s`];
  const { success, stdout } = await new Deno.Command(program, { args, stderr: "inherit" }).output();
  if (!success) throw new Error("the load has failed: see above");
  return Number(new TextDecoder().decode(stdout));
}
