/**
 * A defect that the fuzzer found.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { DriverRequestEnvelope, Layout } from "@fluxwire/wire";
import { canMake } from "../generate/can_make.ts";
import { leastOf } from "../generate/least_of.ts";
import { ORACLES, type Violation } from "./oracle.ts";
import { placesOf } from "./places.ts";
import type { Sequence } from "./sequence.ts";

/** A finding. Violations of the same oracle by the same field of the same request are one finding. */
export interface Finding extends Violation {
  /** Derived from oracle, request and field: the same in every run. */
  id: string;
  /** The field whose value triggers it; null if any value does. */
  field: string | null;
  /** The number of the sequence that first triggered it. */
  run: number;
  /** How often it was triggered. */
  count: number;
  /** Whether replaying the sequence triggered it again. */
  isReproduced: boolean;
  /** The smallest known sequence that triggers it. */
  sequence: Sequence;
}

/** A finding from a minimised sequence. */
export function findingOf(
  violation: Violation,
  { sequence, run, isReproduced }: Pick<Finding, "sequence" | "run" | "isReproduced">,
): Finding {
  const last = sequence.steps.at(-1);
  const field = last === undefined || !isReproduced ? null : fieldOf(last.request, sequence.layout);
  const method = violation.method ?? last?.request.body.type ?? null;
  const key = [violation.oracle, method, field].join(" ");
  const id = createHash("sha256").update(key).digest("hex").slice(0, 12);
  return { ...violation, method, id, field, run, count: 1, isReproduced, sequence };
}

/** A finding in one sentence. */
export function findingText({ oracle, field, detail }: Finding): string {
  return `${ORACLES[oracle]}: ${detail}${field === null ? "" : `; triggered by ${field}`}`;
}

/** The innermost field with more than the least value. */
function fieldOf(request: DriverRequestEnvelope, layout: Layout): string | null {
  const full = placesOf(request, layout).filter(({ path, type, value }) =>
    !path.startsWith("protocolVersion") && path !== "sessionId" && path !== "body" &&
    !(canMake(type, layout) && isDeepStrictEqual(leastOf(type, layout), value))
  );
  const inner = full.find(({ path }, i) =>
    !full.slice(i + 1).some((other) => other.path.startsWith(`${path}`) && other.path !== path)
  );
  return inner?.path.replace(/\[\d+\]/g, "[]").replace(/\{\d+\}/g, "{}").replace(/(\.value|\[\]|\{\})\1+/g, "$1") ??
    null;
}
