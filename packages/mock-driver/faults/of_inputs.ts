/**
 * Faults that only some inputs trigger: planted defects, for testing fuzzers.
 *
 * @module
 */
import type { DriverRequestEnvelope, DriverResponseEnvelope } from "@fluxwire/wire";
import type { Fault, Line, LineHooks } from "./fault.ts";

/** The highest request id. */
const HIGHEST_ID = 2n ** 64n - 1n;

/** The reaction to a triggering request: the answers that replace its own, or none at all. */
type Symptom = "no answer" | "close" | ((answer: DriverResponseEnvelope) => DriverResponseEnvelope[]);

const wrongId: Symptom = (answer) => [{ ...answer, requestId: BigInt.asUintN(64, answer.requestId + 1n) }];
const twice: Symptom = (answer) => [answer, answer];
const wrongType: Symptom = (answer) => [{ ...answer, body: { type: "CleanupComplete" } }];
const notDone: Symptom = (answer) => [{ ...answer, done: false }];

/** The faults of inputs. */
export const INPUT_FAULTS: Readonly<Record<string, Fault>> = {
  "planted-empty-text": planted(
    "Closes the connection at a statement without text.",
    ({ body }) => (body.type === "Execute" || body.type === "ExecuteWithHandle") && body.request.sql === "",
    "close",
  ),
  "planted-nul": planted(
    "Answers no request with a NUL character in a text.",
    ({ body }) => holds(body, (value) => typeof value === "string" && value.includes("\0")),
    "no answer",
  ),
  "planted-long-text": planted(
    "Answers a request with a text of more than 1,000 characters with another request's id.",
    ({ body }) => holds(body, (value) => typeof value === "string" && value.length > 1_000),
    wrongId,
  ),
  "planted-non-finite": planted(
    "Closes the connection at an infinite number or NaN.",
    ({ body }) => holds(body, (value) => typeof value === "number" && !Number.isFinite(value)),
    "close",
  ),
  "planted-highest-id": planted(
    "Answers the highest request id with 0.",
    ({ requestId }) => requestId === HIGHEST_ID,
    wrongId,
  ),
  "planted-long-list": planted(
    "Answers a request with a list of more than 16 elements twice.",
    ({ body }) => holds(body, (value) => Array.isArray(value) && value.length > 16),
    twice,
  ),
  "planted-deep-value": planted(
    "Answers no request with lists, documents or filters nested eight deep.",
    ({ body }) => depthOf(body) > 10,
    "no answer",
  ),
  "planted-zero-timeout": planted(
    "Answers no request with a time limit of zero.",
    ({ timeoutMs }) => timeoutMs === 0n,
    "no answer",
  ),
  "planted-lowest-integer": planted(
    "Answers a request with the lowest integer with another type of response.",
    ({ body }) => holds(body, (value) => value === -(2n ** 63n)),
    wrongType,
  ),
  "planted-empty-page": planted(
    "Answers a request for a page of no rows or keys without the mark of the last answer.",
    ({ body }) =>
      body.type === "KvScanKeys" ? body.request.limit === 0 : "request" in body && "pagination" in body.request &&
        body.request.pagination.limit === 0,
    notDone,
  ),
};

function planted(text: string, isHit: (request: DriverRequestEnvelope) => boolean, symptom: Symptom): Fault {
  return {
    kind: "request",
    text,
    line: ({ fire }, line) => onHit(isHit, symptom, line, fire),
  };
}

/** The handshake never triggers a defect: one that every connection meets would hide all others. */
function onHit(
  isHit: (request: DriverRequestEnvelope) => boolean,
  symptom: Symptom,
  line: Line,
  fire: () => void,
): LineHooks {
  const hits = new Set<bigint>();
  return {
    request(request) {
      if (request.body.type === "Hello" || request.body.type === "OpenSession" || !isHit(request)) return request;
      fire();
      hits.add(request.requestId);
      if (symptom === "close") line.close();
      return typeof symptom === "string" ? null : request;
    },
    answer: ({ envelope }) =>
      hits.delete(envelope.requestId) && typeof symptom !== "string" ? symptom(envelope) : [envelope],
  };
}

/** The values inside a value. */
function partsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return value instanceof Map ? [...value.keys(), ...value.values()] : Object.values(value);
}

function holds(value: unknown, test: (value: unknown) => boolean): boolean {
  return test(value) || partsOf(value).some((part) => holds(part, test));
}

function depthOf(value: unknown): number {
  return partsOf(value).reduce<number>((depth, part) => Math.max(depth, 1 + depthOf(part)), 0);
}
