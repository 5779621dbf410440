/**
 * A defect that was found.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { DriverRequestEnvelope, Layout } from "@fluxwire/wire";
import { canMake, leastOf } from "../generate/least_of.ts";
import { ORACLES, type Violation } from "./oracle.ts";
import { placesOf } from "./places.ts";
import type { Sequence } from "./sequence.ts";

/** A finding. What breaks the same oracle by the same field of the same request is one. */
export interface Finding extends Violation {
  /** Follows from oracle, request and field: the same in every run. */
  id: string;
  /** The field whose value it needs; null where any value does. */
  field: string | null;
  /** The number of the sequence in which it was met first. */
  run: number;
  /** How often it was met. */
  count: number;
  /** Whether it came again when the sequence was said again. */
  isReproduced: boolean;
  /** The smallest sequence known that brings it out. */
  sequence: Sequence;
}

/** A finding from a sequence, which is as small as it gets. */
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

/** What was found, in a sentence. */
export function findingText({ oracle, field, detail }: Finding): string {
  return `${ORACLES[oracle]}: ${detail}${field === null ? "" : `; it takes ${field}`}`;
}

/** The innermost field whose value is more than the least. */
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
