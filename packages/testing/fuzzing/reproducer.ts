/**
 * Findings as files that can be replayed.
 *
 * @module
 */
import { fromHex } from "@fluxwire/transport/internal";
import { fromExact, type Layout, LAYOUTS, MalformedError, parseJson, toExact } from "@fluxwire/wire";
import { type Finding, findingText } from "./finding.ts";
import type { Opening, Sequence, Step } from "./sequence.ts";

/** The `fluxwire` member of such a file. */
const FORMAT = "fuzz finding 1";
const OPENINGS: readonly Opening[] = ["session", "hello", "none"];

/** A finding as a document. It contains neither the token nor the session's profile: each replay uses its own. */
export function toReproducer(finding: Finding, seed: number): unknown {
  const { id, oracle, method, field, run, sequence: { layout, opening, steps } } = finding;
  return {
    fluxwire: FORMAT,
    id,
    oracle,
    method,
    field,
    message: findingText(finding),
    seed,
    run,
    layout,
    opening,
    steps: steps.map(({ request, splices, announced, isPipelined }) => ({
      request: toExact("request", request),
      splices: splices.map(({ at, remove, insert }) => ({ at, remove, insert: insert.toHex() })),
      announced,
      isPipelined,
    })),
  };
}

/**
 * The sequence in such a document.
 *
 * @throws {RangeError} for any other text; the message says what is wrong.
 */
export function fromReproducer(text: string): Sequence {
  try {
    const { fluxwire, layout, opening, steps } = parseJson(text) as Record<string, unknown>;
    if (fluxwire !== FORMAT) throw new RangeError(`its member fluxwire is not "${FORMAT}"`);
    if (!LAYOUTS.includes(layout as Layout)) throw new RangeError(`layout ${layout} does not exist`);
    if (!OPENINGS.includes(opening as Opening)) throw new RangeError(`opening ${opening} does not exist`);
    return { layout: layout as Layout, opening: opening as Opening, steps: (steps as unknown[]).map(toStep) };
  } catch (error) {
    if (!(error instanceof MalformedError || error instanceof RangeError || error instanceof TypeError)) throw error;
    throw new RangeError(`Cannot read finding: ${error.message}`, { cause: error });
  }
}

function toStep(json: unknown): Step {
  const { request, splices, announced, isPipelined } = json as Record<string, unknown>;
  return {
    request: fromExact("request", request),
    splices: (splices as Record<string, unknown>[]).map(({ at, remove, insert }) => ({
      at: toCount(at),
      remove: toCount(remove),
      insert: toBytes(insert),
    })),
    announced: announced === null ? null : toCount(announced),
    isPipelined: isPipelined === true,
  };
}

function toBytes(json: unknown): Uint8Array {
  const bytes = fromHex(String(json));
  if (bytes !== null) return bytes;
  throw new RangeError(`${json} is not pairs of hexadecimal digits`);
}

/** A number from a document that keeps every integer exact. */
function toCount(json: unknown): number {
  const count = Number(json);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new RangeError(`${json} is not a number from 0`);
}
