/**
 * Measures the driver host of NX beside a small one in Go: calls, lost hubs, idle instances, the demo.
 *
 * `deno task bench:nx`, on Linux with Go.
 *
 * @module
 */
import { built } from "../peers/built.ts";
import { align } from "./align.ts";
import { measureCalls, type Rates } from "./nx/calls.ts";
import { measureDemo } from "./nx/demo.ts";
import { measureIdle } from "./nx/idle.ts";
import { measureLost } from "./nx/lost.ts";
import { quantile } from "./quantile.ts";

const ROUNDS = 5, KILLS = 10, INSTANCES = 50, DEMOS = 5;
/** The lower bounds of calls a second, in multiples of the rate through the host in Go. */
const MIN_ONE_RATIO = 0.6, MIN_HUNDRED_RATIO = 0.4;
/** The upper bound of the time until 99 of 100 callers have heard that their hub is lost, in milliseconds. */
const MAX_LOST_MS = 50;
/** The upper bound of an idle host, in percent of a core. */
const MAX_IDLE_PERCENT = 1;

function callsRow(name: string, { ours, go }: Rates, aim: number): string[] {
  const ratio = ours / go;
  return [
    `${name}: ${ours.toFixed(0)}/s, in Go ${go.toFixed(0)}/s`,
    `${ratio.toFixed(2)}x`,
    `at least ${aim}x`,
    ratio >= aim ? "met" : "missed",
  ];
}

function boundRow(name: string, value: number, aim: number, unit: string): string[] {
  return [name, `${value.toFixed(2)} ${unit}`, `at most ${aim} ${unit}`, value <= aim ? "met" : "missed"];
}

const program = await built("go-nx");
const [one, hundred] = await measureCalls(program, ROUNDS, [1, 100]) as [Rates, Rates];
const lost = await measureLost(program, KILLS);
const idle = await measureIdle(program, INSTANCES);
const demo = await measureDemo(DEMOS);
const rows = [
  callsRow("commands, one at a time", one, MIN_ONE_RATIO),
  callsRow("commands, 100 at once", hundred, MIN_HUNDRED_RATIO),
  boundRow(`a hub is killed, p99 of ${lost.length} calls`, quantile(lost, 0.99), MAX_LOST_MS, "ms"),
  boundRow(`${INSTANCES} instances, idle`, idle, MAX_IDLE_PERCENT, "% of a core"),
  ["the demo, start to end", `${demo.toFixed(0)} ms`, "", ""],
];
for (const line of align(rows)) console.log(line);
