/**
 * Services as data: what code generated from a `.proto` file says of them.
 *
 * @module
 */

/** Messages to bytes and back; generated code of any library fits. */
export interface Codec<T> {
  /** The bytes of a message; they are not changed afterwards. */
  encode(message: T): Uint8Array;
  /** A message from its bytes, which are its to keep. */
  decode(bytes: Uint8Array): T;
  /** Takes back what `encode` gave for a message of a stream, once it is copied: a codec of large messages can use it again. */
  release?(bytes: Uint8Array): void;
}

/** Which side of a method sends one message, and which a stream. */
export type MethodKind = "unary" | "client-stream" | "server-stream" | "bidi";

/** A method. */
export interface MethodDefinition<Request = unknown, Response = unknown, Kind extends MethodKind = MethodKind> {
  /** Its name on the wire, such as `ProxyCommand`. */
  readonly name: string;
  /** Who sends a stream. */
  readonly kind: Kind;
  /** What the client sends. */
  readonly request: Codec<Request>;
  /** What the server sends. */
  readonly response: Codec<Response>;
}

/** A method of one request and one response. */
export type Unary<Request, Response> = MethodDefinition<Request, Response, "unary">;
/** A method of many requests and one response. */
export type ClientStream<Request, Response> = MethodDefinition<Request, Response, "client-stream">;
/** A method of one request and many responses. */
export type ServerStream<Request, Response> = MethodDefinition<Request, Response, "server-stream">;
/** A method of many requests and many responses. */
export type Bidi<Request, Response> = MethodDefinition<Request, Response, "bidi">;

/** Methods by the names that they have in code. */
export type MethodDefinitions = Readonly<Record<string, MethodDefinition>>;

/**
 * A service.
 *
 * @example
 * ```ts
 * import { BYTES, type ServiceDefinition, type Unary } from "./service_definition.ts";
 *
 * const echo: ServiceDefinition<{ say: Unary<Uint8Array, Uint8Array> }> = {
 *   name: "example.Echo",
 *   methods: { say: { name: "Say", kind: "unary", request: BYTES, response: BYTES } },
 * };
 * ```
 */
export interface ServiceDefinition<Methods extends MethodDefinitions = MethodDefinitions> {
  /** Its full name, with the package: `nx.internal.HostProxyService`. */
  readonly name: string;
  /** Its methods. */
  readonly methods: Methods;
}

/** Messages that are passed on as they are. */
export const BYTES: Codec<Uint8Array> = { encode: (message) => message, decode: (bytes) => bytes };

/** The request of a method. */
export type RequestOf<Method> = Method extends MethodDefinition<infer Request, infer _> ? Request : never;

/** The response of a method. */
export type ResponseOf<Method> = Method extends MethodDefinition<infer _, infer Response> ? Response : never;

/** The path of a method in a request. */
export function methodPath(service: ServiceDefinition, method: MethodDefinition): string {
  return `/${service.name}/${method.name}`;
}
