/**
 * The service of bytes that is measured: its counterpart in Go is tests/peers/go/grpc.
 *
 * @module
 */
import {
  BYTES,
  type ClientStream,
  implement,
  type ServerStream,
  type ServiceDefinition,
  type ServiceImplementation,
  type Unary,
} from "@fluxwire/grpc";

/** One method for each thing that is measured. */
export type BenchMethods = {
  /** Answers with the request. */
  say: Unary<Uint8Array, Uint8Array>;
  /** Sends as many copies of the request as its first four bytes say. */
  count: ServerStream<Uint8Array, Uint8Array>;
  /** Takes all messages and answers with an empty one. */
  upload: ClientStream<Uint8Array, Uint8Array>;
};

/** The service. */
export const BENCH: ServiceDefinition<BenchMethods> = {
  name: "bench.Echo",
  methods: {
    say: { name: "Say", kind: "unary", request: BYTES, response: BYTES },
    count: { name: "Count", kind: "server-stream", request: BYTES, response: BYTES },
    upload: { name: "Upload", kind: "client-stream", request: BYTES, response: BYTES },
  },
};

/** What answers. */
export const BENCH_SERVICE: ServiceImplementation = implement(BENCH, {
  say: (request) => request,
  async *count(request) {
    const items = new DataView(request.buffer, request.byteOffset).getUint32(0);
    for (let item = 0; item < items; item++) yield request;
  },
  async upload(requests) {
    for await (const _ of requests) { /* Only taken. */ }
    return new Uint8Array(0);
  },
});
