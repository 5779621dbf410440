/**
 * What the generated table of methods says: names, groups, and which response answers which request. Besides its
 * answer, every request may be answered by `Error`.
 *
 * @module
 */
import type { DriverRequestBody, DriverResponseBody, DriverResponseEnvelope } from "./dto.ts";
import { METHODS, type Methods } from "./methods.ts";
import type { LayoutName } from "./schema_types.ts";

/** A request's name: `BrowseTable`. */
export type Method = DriverRequestBody["type"];

/** A method's name: `browseTable`. */
export type MethodName = keyof Methods;

/** What methods are grouped by. */
export type MethodGroup = (typeof METHODS)[MethodName]["group"];

/** The names of the methods in some groups. */
export type MethodsIn<G extends MethodGroup> = {
  [N in MethodName]: (typeof METHODS)[N]["group"] extends G ? N : never;
}[MethodName];

/** What is known of a method. */
export interface MethodSchema {
  /** The request. */
  request: Method;
  /** What it does, in a sentence. */
  doc: string;
  /** The field of the request that is the method's parameter. */
  parameter?: string;
  /** The fields of the request that are the members of the method's parameter. */
  parameters?: readonly string[];
  /** The response that answers the request. */
  answer: DriverResponseBody["type"];
  /** The field of the answer that is the method's result. */
  result?: string;
  /** The fields of the answer that are the members of the method's result. */
  results?: readonly string[];
  /** Says that the result is none, the answer only saying that the call is done, or that it is JSON in a text. */
  form?: "done" | "json";
  /** The methods it belongs to. */
  group: MethodGroup;
  /** The method of a session that serves this one as well. */
  by?: MethodName;
  /** The flags of `DriverCapabilities` of a driver that has the method; `SchemaFeatures` has some under the same names. */
  capabilities?: readonly string[];
  /** The first layout that has the request; 0.4 if it is not given. */
  since?: LayoutName;
}

/** Every method, in the order of the wire. */
export const METHOD_TABLE: Readonly<Record<MethodName, MethodSchema>> = METHODS;

/** The name of the response that answers each request. */
export type AnswersByRequest = {
  [N in MethodName as (typeof METHODS)[N]["request"]]: (typeof METHODS)[N]["answer"];
};

/** The name of the response that answers each request. A request that the table lacks does not compile. */
export const ANSWERS: Readonly<{ [M in Method]: AnswersByRequest[M] }> = Object.fromEntries(
  Object.values(METHODS).map(({ request, answer }) => [request, answer]),
) as AnswersByRequest;

/** The body that answers a request. */
export type Answer<M extends Method> = Extract<DriverResponseBody, { type: AnswersByRequest[M] }>;

/** The envelope that answers a request. */
export interface AnswerEnvelope<M extends Method> extends Omit<DriverResponseEnvelope, "body"> {
  /** The result. */
  body: Answer<M>;
}
