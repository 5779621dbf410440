/**
 * The generated table of methods: names, groups, and the response to each request. Every request may also be answered
 * with `Error`.
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

/** The groups of methods. */
export type MethodGroup = (typeof METHODS)[MethodName]["group"];

/** The names of the methods in some groups. */
export type MethodsIn<G extends MethodGroup> = {
  [N in MethodName]: (typeof METHODS)[N]["group"] extends G ? N : never;
}[MethodName];

/** The description of a method. */
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
  /** `done` if the answer has no result, `json` if the result is JSON in a text. */
  form?: "done" | "json";
  /** The group that it belongs to. */
  group: MethodGroup;
  /** The method of a session that also serves this one. */
  by?: MethodName;
  /** The flags of `DriverCapabilities` that the method implies; `SchemaFeatures` has some with the same names. */
  capabilities?: readonly string[];
  /** The first layout that has the request; 0.4 if absent. */
  since?: LayoutName;
}

/** Every method, in the order of the wire. */
export const METHOD_TABLE: Readonly<Record<MethodName, MethodSchema>> = METHODS;

/** The name of the response that answers each request. */
export type AnswersByRequest = {
  [N in MethodName as (typeof METHODS)[N]["request"]]: (typeof METHODS)[N]["answer"];
};

/** The name of the response that answers each request. A request missing from the table does not compile. */
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
