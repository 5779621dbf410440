/**
 * The command line as its own process, as users run it: `fluxwire`, and its part `probe`.
 *
 * @module
 */
import { equal } from "node:assert/strict";
import { pathOf } from "./running_driver.ts";

/** The arguments of `deno` in `deno task fluxwire`. */
export const FLUXWIRE_COMMAND: readonly string[] = [
  "run",
  "--no-prompt",
  "--allow-net",
  "--allow-run",
  "--allow-env",
  "--allow-read",
  "--allow-write",
  pathOf("packages/cli/main.ts"),
];

/** The arguments of `deno` in `deno task probe`. */
export const PROBE_COMMAND: readonly string[] = [...FLUXWIRE_COMMAND, "probe"];

/** How a run with `--json` ended. */
export interface JsonRun {
  /** The exit code. */
  code: number;
  /** Its document on stdout. */
  // deno-lint-ignore no-explicit-any
  json: any;
}

/** Options of a run. */
export interface ProbeOptions {
  /** Its stdin; empty by default. */
  stdin?: string | Uint8Array;
  /** Additional environment variables. */
  env?: Readonly<Record<string, string>>;
  /** Its folder; the tests' by default. */
  cwd?: string;
}

/** How a run of the probe ended. */
export interface ProbeRun {
  /** The exit code. */
  code: number;
  /** Its stdout, as text. */
  stdout: string;
  /** Its stdout, as bytes. */
  bytes: Uint8Array;
  /** Its stderr. */
  stderr: string;
}

/** What failed or was blocked in a report of `conformance`: layout, id and reason, one line each. */
export function failedChecks(report: {
  readonly checks: readonly { id: string; layout: string; verdict: string; message?: string }[];
}): string[] {
  return report.checks.filter(({ verdict }) => verdict === "failed" || verdict === "blocked")
    .map(({ layout, id, verdict, message = "" }) => `${layout} ${id} ${verdict}: ${message}`);
}

/** Runs `fluxwire probe` to its end. */
export function probe(args: readonly string[], options?: ProbeOptions): Promise<ProbeRun> {
  return fluxwire(["probe", ...args], options);
}

/** Runs `fluxwire` to its end. */
export async function fluxwire(
  args: readonly string[],
  { stdin, env = {}, cwd }: ProbeOptions = {},
): Promise<ProbeRun> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...FLUXWIRE_COMMAND, ...args],
    env: { DBFLUX_DRIVER_IPC_TOKEN: "", ...env },
    cwd,
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const written = stdin === undefined ? undefined : new Blob([stdin as BlobPart]).stream().pipeTo(child.stdin);
  const [{ code, stdout, stderr }] = await Promise.all([child.output(), written]);
  return { code, bytes: stdout, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** Runs `fluxwire probe` with `--json`: one document on stdout, nothing on stderr. */
export function probeJson(args: readonly string[], options?: ProbeOptions): Promise<JsonRun> {
  return fluxwireJson(["probe", "--json", ...args], options);
}

/** Runs `fluxwire`, with `--json` before everything if it is not given: one document on stdout, nothing on stderr. */
export async function fluxwireJson(
  args: readonly string[],
  options?: ProbeOptions,
): Promise<JsonRun> {
  const { code, stdout, stderr } = await fluxwire(args.includes("--json") ? args : ["--json", ...args], options);
  equal(stderr, "");
  equal(stdout.trimEnd().split("\n").length, 1, stdout);
  return { code, json: JSON.parse(stdout) };
}
