/**
 * The protocol of a host's control socket: requests and answers as JSON, one to a line.
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

/** The longest request, in bytes, the end of its line not counted: any user who may ask can send one. */
export const MAX_REQUEST_BYTES = 65_536;

/** The longest answer: a status of 1,000 services that were all given up has room. */
export const MAX_ANSWER_BYTES = 67_108_864;

/** What a host is asked. What a verb does not need is ignored. */
export interface ControlRequest {
  /** Stands in the answer. */
  id: number;
  /** What to do. */
  verb: string;
  /** With which service; null stands for all. */
  service: string | null;
  /** How many of the last lines of a log. */
  lines: number;
  /** Whether to go on with lines that come. */
  follow: boolean;
  /** What the verbs of one system need besides. */
  args: readonly string[];
}

/** What a host answers. */
export type ControlAnswer =
  | { v: number; id: number | null; result: unknown }
  | { v: number; id: number | null; event: unknown }
  | { v: number; id: number | null; error: { code: HostErrorCode; message: string } };

/** How many lines of a log are asked for if no number is given. */
export const DEFAULT_LOG_LINES = 100;

/** The most lines of a log that can be asked for. */
export const MAX_LOG_LINES = 10_000;

/** The id of a line, even if the rest of the line is invalid. */
export function idOf(line: string): number | null {
  const request = parse(line);
  return isRecord(request) && Number.isSafeInteger(request["id"]) ? request["id"] as number : null;
}

/**
 * Understands a request. Members that this version does not know are ignored.
 *
 * @param verbs The verbs that the host has.
 * @throws {HostError} `BadRequest`, `UnknownVerb`.
 */
export function parseRequest(line: string, verbs: readonly string[]): ControlRequest {
  const request = parse(line);
  if (!isRecord(request)) throw bad("it is no JSON object");
  const { v, id, verb, service = null, lines = DEFAULT_LOG_LINES, follow = false, args = [] } = request;
  if (v !== CONTROL_VERSION) throw bad(`its version is ${JSON.stringify(v)}, this host speaks ${CONTROL_VERSION}`);
  if (!Number.isSafeInteger(id)) throw bad("it has no integer id");
  if (typeof verb !== "string") throw bad("it has no verb");
  if (service !== null && typeof service !== "string") throw bad("its service is no text");
  if (!Number.isSafeInteger(lines) || lines as number < 0 || lines as number > MAX_LOG_LINES) {
    throw bad(`its lines are no integer from 0 to ${MAX_LOG_LINES}`);
  }
  if (typeof follow !== "boolean") throw bad("its follow is neither true nor false");
  if (!Array.isArray(args) || args.some((arg) => typeof arg !== "string")) throw bad("its args are no list of texts");
  if (!verbs.includes(verb)) {
    throw new HostError("UnknownVerb", `Cannot do ${verb}: this host knows ${verbs.join(", ")}`);
  }
  return { id: id as number, verb, service, lines: lines as number, follow, args };
}

/**
 * Understands an answer.
 *
 * @throws {HostError} `BadRequest` if it is none: another program listens there.
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
