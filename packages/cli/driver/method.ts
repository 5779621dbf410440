/**
 * The wire's requests, by the names that users type.
 *
 * @module
 */
import {
  type DriverRequestBody,
  encode,
  fromExact,
  type Layout,
  layoutHas,
  MalformedError,
  SCHEMA,
  toExact,
  uncrossable,
  type VariantSchema,
} from "@fluxwire/wire";
import { ANSWERS, type Method } from "@fluxwire/wire/client";
import { canMakeVariant, partsOf, templateOf } from "@fluxwire/testing/generate";
import { UsageError } from "@fluxwire/command";

/** Every request by its name on the wire. */
export const METHODS: readonly Method[] = Object.keys(ANSWERS) as Method[];

/** Requests that belong to no session. */
const SESSIONLESS: ReadonlySet<Method> = new Set<Method>(["Hello", "OpenSession", "Ping"]);

/** An envelope for a body, when only the body matters. */
const ENVELOPE = { protocolVersion: { major: 1, minor: 2 }, requestId: 0n, sessionId: null, timeoutMs: null } as const;

/** The name of a session's method: `listDatabases`. */
export function camelCase(method: Method): string {
  return method[0]!.toLowerCase() + method.slice(1);
}

/**
 * The request that a word names, by its wire name or in camelCase.
 *
 * @throws {UsageError} for an unknown name, with the one that was probably meant.
 */
export function methodNamed(word: string): Method {
  const method = METHODS.find((method) => word === method || word === camelCase(method));
  if (method !== undefined) return method;
  throw UsageError.unknown("method", word, /^[A-Z]/.test(word) ? METHODS : METHODS.map(camelCase));
}

/** Whether a request is for a session. */
export function needsSession(method: Method): boolean {
  return !SESSIONLESS.has(method);
}

/**
 * A template of a request's body as exact JSON: every field, optional ones as null, one element in each list.
 *
 * @throws {UsageError} for a request that the layout lacks, or that cannot cross the wire.
 */
export function templateJson(method: Method, layout: Layout): unknown {
  checkLayout(method, layout);
  const variant = variantOf(method);
  if (!canMakeVariant(variant, layout)) throw new UsageError(`Cannot send ${method}: ${whyNever(method)}`);
  const parts = partsOf(variant).map(({ name, type, since }) => [
    name,
    layoutHas(layout, { since }) ? templateOf(type, layout) : null,
  ]);
  const body = { type: method, ...Object.fromEntries(parts) } as DriverRequestBody;
  return (toExact("request", { ...ENVELOPE, body }) as { body: unknown }).body;
}

/**
 * The body of a request from its exact JSON, in which `type` may be left out.
 *
 * @throws {UsageError} for JSON that is not a body of this request.
 */
export function bodyFrom(json: unknown, method: Method): DriverRequestBody {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new UsageError(`Cannot read the data of ${method}: it must be a JSON object`);
  }
  if ("type" in json && json.type !== method) {
    throw new UsageError(`Cannot read the data of ${method}: its type is ${JSON.stringify(json.type)}`);
  }
  const envelope = { protocolVersion: { major: 1, minor: 2 }, requestId: "0", body: { ...json, type: method } };
  return ours(() => fromExact("request", envelope).body);
}

/**
 * Checks that a request can be written in a layout.
 *
 * @throws {UsageError} if it cannot.
 */
export function checkWritable(body: DriverRequestBody, layout: Layout): void {
  checkLayout(body.type, layout);
  ours(() => encode("request", layout, { ...ENVELOPE, body }));
}

function whyNever(method: Method): string {
  return uncrossable("request").find(({ message, crosses }) => message === method && crosses === "never")!.reason;
}

function checkLayout(method: Method, layout: Layout): void {
  const { since } = variantOf(method);
  if (!layoutHas(layout, { since })) throw new UsageError(`Cannot send ${method}: layout ${layout} lacks it`);
}

function variantOf(method: Method): VariantSchema {
  const bodies = SCHEMA.DriverRequestBody!;
  if (!("variants" in bodies)) throw new TypeError("The bodies of requests are an enum");
  return bodies.variants.find(({ name }) => name === method)!;
}

/** A malformed message is an error of the command line, not of the driver. */
function ours<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new UsageError(`Cannot use the data: ${error.reason}, in ${error.path || "the request"}`, { cause: error });
  }
}
