/**
 * The frames of one connection: its opening, then requests, some of them broken, all derived from the seed.
 *
 * @module
 */
import { type DriverRequestEnvelope, encode, type Layout, type ProtocolVersion } from "@fluxwire/wire";
import { type Draw, onceIn, oneOf, seededDraw } from "../generate/draw.ts";
import { bodiesOf, messageOf } from "../generate/message_of.ts";
import { edgeOf } from "./edges.ts";
import { payloadOf } from "./payload.ts";
import { placesOf } from "./places.ts";
import { type Splice, splicesOf } from "./splices.ts";

/** The placeholder for the open session's id, which only the driver knows. */
export const OWN_SESSION = "5e551011-0000-4000-8000-000000000000";

/** How a connection begins: with a session, with Hello alone, or with the first step. */
export type Opening = "session" | "hello" | "none";

/** One frame. */
export interface Step {
  /** The request, before any change of its bytes. */
  request: DriverRequestEnvelope;
  /** The changes of its bytes. */
  splices: readonly Splice[];
  /** The length in its prefix; null for the true one. */
  announced: number | null;
  /** Whether the next frame is sent before this one is answered. */
  isPipelined: boolean;
}

/** The frames of one connection. */
export interface Sequence {
  /** Its layout. */
  layout: Layout;
  /** How it begins. */
  opening: Opening;
  /** Its frames. */
  steps: readonly Step[];
}

const MAX_STEPS = 12;
const MAX_EDGES = 3;
const MAX_PAYLOAD_BYTES = 262_144;
/** How often the frame limit and lengths near it are tried. */
const ANNOUNCED: readonly number[] = [0, 1, 2 ** 24, 2 ** 24 + 1, 2 ** 31, 2 ** 32 - 1];
const IDS: readonly bigint[] = [
  0n,
  2n ** 32n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 2n,
  2n ** 64n - 1n,
];
const TIMEOUTS: readonly bigint[] = [0n, 1n, 60_000n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 64n - 1n];

/** The sequence of a seed and a number, which is always the same. */
export function sequenceOf(
  { seed, run, layout, version }: { seed: number; run: number; layout: Layout; version: ProtocolVersion },
): Sequence {
  const draw = seededDraw(Math.imul(seed, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b));
  const maker = new SequenceMaker(draw, layout, version);
  const kind = draw.integer(1, 20);
  if (kind === 1) return { layout, opening: "none", steps: [maker.first()] };
  if (kind === 2) return { layout, opening: "hello", steps: maker.steps() };
  return { layout, opening: "session", steps: maker.steps() };
}

class SequenceMaker {
  readonly #draw: Draw;
  readonly #layout: Layout;
  readonly #version: ProtocolVersion;
  readonly #bodies: readonly string[];
  readonly #ids = new Set<bigint>();
  #lastId = 1n;

  constructor(draw: Draw, layout: Layout, version: ProtocolVersion) {
    this.#draw = draw;
    this.#layout = layout;
    this.#version = version;
    this.#bodies = bodiesOf("request", layout);
  }

  /** A single step on a connection without Hello: Hello itself, or a premature request. */
  first(): Step {
    const step = this.#step(onceIn(this.#draw, 4) ? oneOf(this.#draw, this.#bodies) : "Hello");
    return { ...step, isPipelined: false };
  }

  /** Steps after the opening. A second Hello or a false length leaves the state unknown, so those are last. */
  steps(): Step[] {
    const steps: Step[] = [];
    const count = this.#draw.integer(1, MAX_STEPS);
    while (steps.length < count) {
      const step = this.#step(oneOf(this.#draw, this.#bodies));
      steps.push(step);
      if (step.announced !== null || step.request.body.type === "Hello") break;
    }
    return steps.map((step, i) => i === steps.length - 1 ? { ...step, isPipelined: false } : step);
  }

  #step(body: string): Step {
    const draw = this.#draw;
    const request = this.#request(body);
    const splices = onceIn(draw, 4) ? splicesOf(draw, this.#layout, encode("request", this.#layout, request)) : [];
    const announced = onceIn(draw, 60) ? oneOf(draw, ANNOUNCED) : null;
    return { request, splices, announced, isPipelined: onceIn(draw, 6) && splices.length === 0 };
  }

  #request(body: string): DriverRequestEnvelope {
    const draw = this.#draw;
    const plain: DriverRequestEnvelope = {
      ...messageOf(draw, "request", this.#layout, body),
      protocolVersion: onceIn(draw, 30) ? { major: draw.integer(0, 2), minor: draw.integer(0, 3) } : this.#version,
      requestId: this.#id(),
      sessionId: onceIn(draw, 12) ? oneOf(draw, [null, "ffffffff-ffff-ffff-ffff-ffffffffffff"]) : OWN_SESSION,
      timeoutMs: onceIn(draw, 5) ? oneOf(draw, TIMEOUTS) : null,
    };
    let request = plain;
    for (let edges = draw.integer(0, MAX_EDGES); edges > 0; edges--) {
      const places = placesOf(request, this.#layout).filter(({ path }) => path.startsWith("body."));
      if (places.length === 0) break;
      const place = oneOf(draw, places);
      request = place.with(edgeOf(draw, place, this.#layout));
    }
    return this.#canWrite(request) ? request : plain;
  }

  /** The ids of one connection differ, even extreme ones. */
  #id(): bigint {
    const id = onceIn(this.#draw, 8) ? oneOf(this.#draw, IDS) : ++this.#lastId;
    if (this.#ids.has(id)) return this.#id();
    this.#ids.add(id);
    return id;
  }

  /** Edges within edges can exceed a message's depth, and lengths that are worth the time. */
  #canWrite(request: DriverRequestEnvelope): boolean {
    const payload = payloadOf(request, this.#layout);
    return payload !== null && payload.length <= MAX_PAYLOAD_BYTES;
  }
}
