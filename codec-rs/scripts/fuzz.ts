/**
 * `deno task codec:fuzz [--seconds N] [TARGET...]`: runs each fuzz target for a time, with the pinned toolchain.
 *
 * cargo-fuzz is installed into `codec-rs/target/tools` if it is missing. Inputs beyond the committed corpus are kept below
 * `codec-rs/target/fuzz`, as is an input that made a target fail.
 *
 * @module
 */
import { CODEC_RS, TARGET } from "./paths.ts";
import { run } from "./run.ts";
import { installToolchain } from "./rust.ts";

const CARGO_FUZZ = "0.13.2";
const TOOLS = `${TARGET}/tools`;
const SCRATCH = `${TARGET}/fuzz`;
const FUZZ = `${CODEC_RS}/fuzz`;

/** The targets of `codec-rs/fuzz`, in the order in which they run. */
export const TARGETS: readonly string[] = ["decode_bincode", "decode_postcard", "encode_tape", "round_trip"];

/** Longer than any frame a target needs, short enough for tens of thousands of runs in a second. */
const MAX_BYTES = 4096;
/** A frame that takes longer than this is reported as a failure. */
const MAX_SECONDS_PER_INPUT = 5;

/** The options of the command line. */
export interface FuzzRequest {
  /** How long each target runs. @default 60 */
  readonly seconds: number;
  /** Which targets run. @default all */
  readonly targets: readonly string[];
}

/**
 * Reads the command line.
 *
 * @throws {Error} "Cannot fuzz ..." for a target that does not exist or an invalid time.
 */
export function readArguments(args: readonly string[]): FuzzRequest {
  const at = args.indexOf("--seconds");
  const seconds = at < 0 ? 60 : Number(args[at + 1]);
  if (!Number.isInteger(seconds) || seconds < 1) {
    throw new Error(`Cannot fuzz for ${args[at + 1]} seconds; give --seconds a whole number from 1`);
  }
  const targets = args.filter((_, i) => at < 0 || i !== at && i !== at + 1);
  const unknown = targets.find((target) => !TARGETS.includes(target));
  if (unknown !== undefined) throw new Error(`Cannot fuzz ${unknown}: the targets are ${TARGETS.join(", ")}`);
  return { seconds, targets: targets.length === 0 ? TARGETS : targets };
}

async function fuzz(target: string, seconds: number): Promise<void> {
  const found = `${SCRATCH}/corpus/${target}`;
  await Deno.mkdir(found, { recursive: true });
  // No sanitizer: those need a nightly compiler, and there is no unsafe code here for them to watch.
  const where = ["--sanitizer", "none", "--fuzz-dir", ".", "--target-dir", SCRATCH];
  const limits = [`-max_total_time=${seconds}`, `-max_len=${MAX_BYTES}`, `-timeout=${MAX_SECONDS_PER_INPUT}`];
  const report = ["-print_final_stats=1", "-verbosity=0", `-artifact_prefix=${SCRATCH}/failed-${target}-`];
  const corpora = [found, `corpus/${target}`];
  await run(`${TOOLS}/bin/cargo-fuzz`, ["run", ...where, target, ...corpora, "--", ...limits, ...report], {
    cwd: FUZZ,
  });
}

if (import.meta.main) {
  const { seconds, targets } = readArguments(Deno.args);
  await installToolchain();
  const args = ["install", "cargo-fuzz", "--version", `=${CARGO_FUZZ}`, "--locked", "--root", TOOLS];
  await run("cargo", args, { cwd: CODEC_RS });
  for (const target of targets) {
    console.log(`Fuzzing ${target} for ${seconds} s`);
    await fuzz(target, seconds);
  }
}
