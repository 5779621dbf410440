/**
 * Conditions that make a bench fail: `p99>5ms`.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { Times } from "./times.ts";

/** The metrics of conditions. */
const METRICS = ["p50", "p90", "p99", "p99.9", "max", "rate", "errors"] as const;

/** One of {@link METRICS}. */
export type Metric = typeof METRICS[number];

/** The numbers of a measurement that conditions use. */
export interface Measured {
  /** The times to compare, in milliseconds; null if nothing was answered. */
  times: Times | null;
  /** Answers a second. */
  rate: number;
  /** Calls without a result. */
  errors: number;
}

/** A condition that makes the run fail if it holds. */
export interface Condition {
  /** As it was written. */
  text: string;
  /** The metric. */
  metric: Metric;
  /** The comparison. */
  operator: ">" | ">=" | "<" | "<=";
  /** The bound: milliseconds, answers a second, or a number of calls. */
  bound: number;
}

const UNIT_MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000 };

/**
 * Reads a condition: a metric, `>`, `>=`, `<` or `<=`, and a number, with the unit `us`, `ms` or `s` if it is a time.
 *
 * @throws {UsageError} for any other text.
 */
export function parseCondition(text: string): Condition {
  const match = /^\s*(\S+?)\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)\s*(us|ms|s)?\s*$/.exec(text);
  const metric = METRICS.find((metric) => metric === match?.[1]);
  const isTime = metric !== "rate" && metric !== "errors";
  if (match === null || metric === undefined || isTime !== (match[4] !== undefined)) {
    throw new UsageError(
      `Cannot use --fail-if ${text}: write one of ${METRICS.join(", ")}, then > >= < or <=, then a number, ` +
        "with us, ms or s if it is a time: p99>5ms, rate<1000, errors>0",
    );
  }
  const bound = Number(match[3]) * (isTime ? UNIT_MS[match[4]!]! : 1);
  return { text, metric, operator: match[2] as Condition["operator"], bound };
}

/** Whether a condition holds. Missing times count as infinite, so that a driver that never answers fails. */
export function holds({ metric, operator, bound }: Condition, measured: Measured): boolean {
  const value = valueOf(metric, measured);
  switch (operator) {
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
  }
}

/** The number that a condition compares: infinite for a time if nothing was answered. */
export function valueOf(metric: Metric, { times, rate, errors }: Measured): number {
  if (metric === "rate") return rate;
  if (metric === "errors") return errors;
  return times === null ? Infinity : times[metric];
}
