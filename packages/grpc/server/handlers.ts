/**
 * What answers calls.
 *
 * @module
 */
import type { MessageStream } from "../call/message_stream.ts";
import type { Metadata, MetadataInit } from "../call/metadata.ts";
import type { Messages } from "../call/send_all.ts";
import type {
  MethodDefinition,
  MethodDefinitions,
  RequestOf,
  ResponseOf,
  ServiceDefinition,
} from "../call/service_definition.ts";

/** What a handler knows of its call, and does besides its messages. */
export interface CallContext {
  /** The method's path, such as `/nx.internal.HostProxyService/ProxyCommand`. */
  readonly method: string;
  /** What the client sent with the call. */
  readonly metadata: Metadata;
  /** Aborts if the client cancels, the deadline passes or the connection ends; the reason is a {@link GrpcError}. */
  readonly signal: AbortSignal;
  /** When the client stops to wait, in milliseconds since 1970; null if it waits for ever. */
  readonly deadline: number | null;
  /** The client's address: `127.0.0.1:40312`, `unix:/run/host.sock` (the server's path), or `injected`. */
  readonly peer: string;
  /**
   * Sends the headers now, with metadata; without a call of it they go with the first message.
   *
   * @throws {TypeError} If they are sent already.
   */
  sendHeaders(metadata?: MetadataInit): void;
  /** Sets what goes with the status at the end. */
  setTrailers(metadata: MetadataInit): void;
}

/** The handler of a method. A {@link GrpcError} that it throws is the status; anything else is UNKNOWN. */
export type Handler<Method> = Method extends MethodDefinition<infer _, infer __, infer Kind> ? {
    unary: (request: RequestOf<Method>, context: CallContext) => ResponseOf<Method> | Promise<ResponseOf<Method>>;
    "client-stream": (
      requests: MessageStream<RequestOf<Method>>,
      context: CallContext,
    ) => ResponseOf<Method> | Promise<ResponseOf<Method>>;
    "server-stream": (request: RequestOf<Method>, context: CallContext) => Messages<ResponseOf<Method>>;
    bidi: (requests: MessageStream<RequestOf<Method>>, context: CallContext) => Messages<ResponseOf<Method>>;
  }[Kind]
  : never;

/** Handlers by the names of the definition: an object, or an instance of a class; a method without one answers UNIMPLEMENTED. */
export type Handlers<Methods extends MethodDefinitions> = { [Name in keyof Methods]?: Handler<Methods[Name]> };

/** A service that {@link serve} takes. */
export interface ServiceImplementation {
  /** What it is. */
  readonly definition: ServiceDefinition;
  /** What answers. */
  readonly handlers: Readonly<Record<string, unknown>>;
}

/**
 * Puts handlers to a definition, with their types checked.
 *
 * @example
 * ```ts
 * import { BYTES, implement, type ServiceDefinition, type Unary } from "../mod.ts";
 *
 * const echo: ServiceDefinition<{ say: Unary<Uint8Array, Uint8Array> }> = {
 *   name: "example.Echo",
 *   methods: { say: { name: "Say", kind: "unary", request: BYTES, response: BYTES } },
 * };
 * const service = implement(echo, { say: (request) => request });
 * ```
 */
export function implement<Methods extends MethodDefinitions>(
  definition: ServiceDefinition<Methods>,
  handlers: Handlers<Methods>,
): ServiceImplementation {
  return { definition, handlers: handlers as ServiceImplementation["handlers"] };
}
