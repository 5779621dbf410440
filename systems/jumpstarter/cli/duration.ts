import { UsageError } from "@fluxwire/command";

/** `1h30m`, `P1DT2H` and `90` (seconds), or `1:30:00`. */
const UNITS = /^p?(?:(\d+)d)?t?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/i, CLOCK = /^()(\d+):(\d\d):(\d\d)$/;
const SECONDS = [86_400, 3_600, 60, 1] as const;

/** The longest time that a lease is asked for: ten years. */
const MAX_SECONDS = 315_360_000;

/**
 * A time on a command line, as Jumpstarter's own takes it.
 *
 * @returns Milliseconds.
 * @throws {UsageError} For anything else, for no time at all, and for more than ten years.
 */
export function durationOf(text: string): number {
  const parts = (CLOCK.exec(text) ?? UNITS.exec(text) ?? []).slice(1);
  const seconds = parts.reduce((sum, part, index) => sum + Number(part ?? 0) * SECONDS[index]!, 0);
  if (seconds > 0 && seconds <= MAX_SECONDS) return seconds * 1_000;
  throw new UsageError(`Cannot use --duration ${text}: write a time such as 1h30m or 1:30:00, of ten years at most`);
}
