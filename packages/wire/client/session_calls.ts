/**
 * The calls of a session: one for each method of the protocol.
 *
 * @module
 */
import type { DriverRequestBody, QueryRequestDto } from "../dto.ts";
import { MalformedError } from "../errors.ts";
import { METHOD_TABLE, type MethodName, type MethodSchema, type MethodsIn } from "../method.ts";
import type { METHODS, Methods } from "../methods.ts";
import type { CallOptions } from "./in_flight.ts";

/** A statement to run. */
export interface Statement extends Omit<QueryRequestDto, "params" | "statementTimeoutMs"> {
  /**
   * Values for the placeholders.
   *
   * @default {[]}
   */
  params?: QueryRequestDto["params"];
  /**
   * The time limit of the statement in milliseconds, which the driver enforces.
   *
   * @default {null}
   */
  statementTimeoutMs?: number | bigint | null;
}

/** The same type, in which members that may be null may be left out. */
export type Given<P> =
  & { [K in keyof P as null extends P[K] ? never : K]: P[K] }
  & { [K in keyof P as null extends P[K] ? K : never]?: P[K] };

/** The parameters of a call before its options. */
export type CallParameters<N extends MethodName> = Parameters<Methods[N]> extends [] ? []
  : Parameters<Methods[N]> extends [QueryRequestDto] ? [statement: Statement]
  : (typeof METHODS)[N] extends { parameter: string } ? Parameters<Methods[N]>
  : [request: Given<Parameters<Methods[N]>[0]>];

/** The methods that sessions call by name. The wire cannot carry writes of documents (PROTOCOL.md, hazard H4). */
export type CalledMethod = Exclude<
  MethodsIn<"session" | "query" | "schema" | "rows" | "keys" | "code">,
  "closeSession"
>;

/** The calls of a session, with the names of a driver's methods. */
export type SessionCalls = {
  [N in keyof Pick<Methods, CalledMethod>]: (
    ...parameters: [...CallParameters<N>, options?: CallOptions]
  ) => Promise<ReturnType<Methods[N]>>;
};

const NOT_CALLED: ReadonlySet<MethodSchema["group"]> = new Set(["connection", "documents"]);

/** The methods of {@link SessionCalls}, by name. */
export const CALLED_METHODS: readonly [string, MethodSchema][] = Object.entries(METHOD_TABLE).filter(
  ([name, { group }]) => !NOT_CALLED.has(group) && name !== "closeSession",
);

/** Whether a call of a method has a parameter before its options. */
export function hasParameter({ parameter, parameters }: MethodSchema): boolean {
  return parameter !== undefined || parameters !== undefined;
}

/** The request of a call. */
export function requestBody({ request: type, parameter, parameters }: MethodSchema, given: unknown): DriverRequestBody {
  if (parameters !== undefined) return { ...given as object, type } as DriverRequestBody;
  if (parameter === undefined) return { type } as DriverRequestBody;
  const value = type === "Execute" || type === "ExecuteWithHandle" ? statement(given as Statement) : given;
  return { type, [parameter]: value } as unknown as DriverRequestBody;
}

function statement({ params = [], statementTimeoutMs = null, ...rest }: Statement): QueryRequestDto {
  return { ...rest, params, statementTimeoutMs: statementTimeoutMs === null ? null : BigInt(statementTimeoutMs) };
}

/**
 * The result in an answer.
 *
 * @throws {MalformedError} for a text that should be JSON but is not.
 */
export function resultOf({ result, results, form }: MethodSchema, answer: object): unknown {
  if (form === "done" || (result === undefined && results === undefined)) return undefined;
  const fields = answer as Readonly<Record<string, unknown>>;
  if (result === undefined) return Object.fromEntries(results!.map((name) => [name, fields[name]]));
  return form === "json" ? parsed(fields[result] as string, result) : fields[result];
}

function parsed(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedError("read answer", `expected JSON text, found ${JSON.stringify(text)}`, 0, `body.${field}`);
  }
}
