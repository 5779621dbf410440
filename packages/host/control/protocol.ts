/**
 * What is said on a host's control socket: requests and answers as JSON, one to a line.
 *
 * A request is `{"v":1,"id":7,"verb":"restart","service":"planets.sock"}`. Its answer is
 * `{"v":1,"id":7,"result":...}` or `{"v":1,"id":7,"error":{"code":"...","message":"..."}}`; before it may come any number
 * of `{"v":1,"id":7,"event":...}`. What a host cannot read is answered with id null.
 *
 * @module
 */
import { HostError, type HostErrorCode } from "../host_error.ts";

/** The version that both ends say. It changes when an old end could misunderstand a new one. */
export const CONTROL_VERSION = 1;

/** The longest request, in bytes, the end of its line not counted: anybody who may ask can send one. */
export const MAX_REQUEST_BYTES = 65_536;

/** The longest answer: a status of 1,000 services that were all given up has room. */
export const MAX_ANSWER_BYTES = 67_108_864;

/** The verbs that a host understands. */
export const CONTROL_VERBS = ["status", "restart", "stop", "logs"] as const;

/** A verb that a host understands. */
export type ControlVerb = typeof CONTROL_VERBS[number];

/** What a host is asked. */
export interface ControlRequest {
  /** Stands in the answer. */
  id: number;
  /** What to do. */
  verb: ControlVerb;
  /** With which service; null stands for all. */
  service: string | null;
  /** For `logs`: how many of the last lines. */
  lines: number;
  /** For `logs`: whether to go on with those that come. */
  follow: boolean;
}

/** What a host answers. */
export type ControlAnswer =
  | { v: number; id: number | null; result: unknown }
  | { v: number; id: number | null; event: unknown }
  | { v: number; id: number | null; error: { code: HostErrorCode; message: string } };

/** How many lines of a log are asked for where no number is given. */
export const DEFAULT_LOG_LINES = 100;

/** The most lines of a log that can be asked for. */
export const MAX_LOG_LINES = 10_000;

/** The id that a line has, also where nothing else of it can be understood. */
export function idOf(line: string): number | null {
  const request = parse(line);
  return isRecord(request) && Number.isSafeInteger(request["id"]) ? request["id"] as number : null;
}

/**
 * Understands a request. Members that this version does not know are ignored.
 *
 * @throws {HostError} `BadRequest`, `UnknownVerb`.
 */
export function parseRequest(line: string): ControlRequest {
  const request = parse(line);
  if (!isRecord(request)) throw bad("it is no JSON object");
  const { v, id, verb, service = null, lines = DEFAULT_LOG_LINES, follow = false } = request;
  if (v !== CONTROL_VERSION) throw bad(`its version is ${JSON.stringify(v)}, this host speaks ${CONTROL_VERSION}`);
  if (!Number.isSafeInteger(id)) throw bad("it has no integer id");
  if (typeof verb !== "string") throw bad("it has no verb");
  if (service !== null && typeof service !== "string") throw bad("its service is no text");
  if (!Number.isSafeInteger(lines) || lines as number < 0 || lines as number > MAX_LOG_LINES) {
    throw bad(`its lines are no integer from 0 to ${MAX_LOG_LINES}`);
  }
  if (typeof follow !== "boolean") throw bad("its follow is neither true nor false");
  const known = CONTROL_VERBS.find((known) => known === verb);
  if (known === undefined) {
    throw new HostError("UnknownVerb", `Cannot do ${verb}: this host knows ${CONTROL_VERBS.join(", ")}`);
  }
  return { id: id as number, verb: known, service, lines: lines as number, follow };
}

/**
 * Understands an answer.
 *
 * @throws {HostError} `BadRequest` where it is none: something else listens there.
 */
export function parseAnswer(line: string): ControlAnswer {
  const answer = parse(line);
  if (isRecord(answer) && ("result" in answer || "event" in answer || isRecord(answer["error"]))) {
    return answer as unknown as ControlAnswer;
  }
  throw new HostError("BadRequest", "Cannot read answer: what listens on the control socket is no Fluxwire host");
}

function bad(why: string): HostError {
  return new HostError("BadRequest", `Cannot read request: ${why}`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
