/**
 * The methods of a service, as functions.
 *
 * @module
 */
import { type Messages, sendAll } from "../call/send_all.ts";
import {
  type MethodDefinition,
  type MethodDefinitions,
  methodPath,
  type RequestOf,
  type ResponseOf,
  type ServiceDefinition,
} from "../call/service_definition.ts";
import type { HeaderTemplate } from "../hpack/encoder.ts";
import type { CallOptions } from "./call_options.ts";
import type { ClientChannel } from "./channel.ts";
import { ClientCall, type ResponseTaker } from "./client_call.ts";
import { ResponseStream } from "./response_stream.ts";
import { SingleResponse } from "./single_response.ts";

/** How a method is called. A call that fails rejects with a `GrpcError`. */
export type ClientMethod<Method> = Method extends MethodDefinition<infer _, infer __, infer Kind> ? {
    unary: (request: RequestOf<Method>, options?: CallOptions) => Promise<ResponseOf<Method>>;
    "client-stream": (requests: Messages<RequestOf<Method>>, options?: CallOptions) => Promise<ResponseOf<Method>>;
    "server-stream": (request: RequestOf<Method>, options?: CallOptions) => ResponseStream<ResponseOf<Method>>;
    bidi: (requests: Messages<RequestOf<Method>>, options?: CallOptions) => ResponseStream<ResponseOf<Method>>;
  }[Kind]
  : never;

/** The methods of a service by the names of its definition. */
export type Client<Methods extends MethodDefinitions> = {
  readonly [Name in keyof Methods]: ClientMethod<Methods[Name]>;
};

/** The client of a service on a channel. */
export function clientOf<Methods extends MethodDefinitions>(
  channel: ClientChannel,
  service: ServiceDefinition<Methods>,
): Client<Methods> {
  const methods = Object.entries(service.methods).map(([name, method]) => {
    const template = channel.template(methodPath(service, method));
    return [name, callerOf(channel, template, method)];
  });
  return Object.fromEntries(methods);
}

type Caller = (request: unknown, options?: CallOptions) => unknown;

function callerOf(channel: ClientChannel, template: HeaderTemplate, method: MethodDefinition): Caller {
  const { kind, request: codec, response } = method;
  const sendsOne = kind === "unary" || kind === "server-stream";
  const begin = (message: unknown, options: CallOptions, taker: ResponseTaker): ClientCall =>
    new ClientCall(channel, template, options, taker, (call) => {
      if (sendsOne) return call.send(codec.encode(message), true);
      sendAll(call, codec, message as Messages<unknown>, (stop) => call.stop = stop)
        .then(() => call.endRequests(), (error) => call.failLocally(error));
    });
  if (kind === "unary" || kind === "client-stream") {
    return (message, options = {}) => {
      const taker = new SingleResponse(response, options);
      begin(message, options, taker);
      return taker.promise;
    };
  }
  return (message, options = {}) => {
    const stream = new ResponseStream<unknown>(response);
    ResponseStream.attach(stream, begin(message, options, ResponseStream.taker(stream, options)));
    return stream;
  };
}
