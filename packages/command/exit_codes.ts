/**
 * What the exit code of the command line means.
 *
 * @module
 */

/** The exit codes, by what they mean. */
export const EXIT = {
  done: 0,
  usage: 1,
  unreachable: 2,
  refused: 3,
  protocol: 4,
  noCommonVersion: 5,
  driverError: 6,
  timedOut: 7,
  checkFailed: 8,
  defect: 9,
} as const;

/** What each exit code means, as the help says it. */
const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "done",
  usage: "wrong usage",
  unreachable: "unreachable or not started",
  refused: "token refused",
  protocol: "protocol broken",
  noCommonVersion: "no common version or layout",
  driverError: "the driver answered with an error",
  timedOut: "timed out",
  checkFailed: "a check failed",
  defect: "a defect of Fluxwire",
};

/** The exit codes for signals, as shells expect them: 128 and the signal's number. */
export const SIGNAL_EXITS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Every exit code with what it means, in the order of the codes. */
export function exitCodeTable(): [code: string, meaning: string][] {
  const own = (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => [String(EXIT[name]), EXIT_MEANINGS[name]]);
  const signals = Object.entries(SIGNAL_EXITS).map(([signal, code]) => [String(code), `ended by ${signal}`]);
  return [...own, ...signals] as [string, string][];
}
