/**
 * Fluxwire's server of gRPC's interoperability tests.
 *
 * @module
 */
import { type CallContext, grpcCodeOf, GrpcError, implement, type ServiceImplementation } from "@fluxwire/grpc";
import { type EchoStatus, type OutputRequest, type OutputResponse, TEST_SERVICE } from "./service.ts";

const INITIAL = "x-grpc-test-echo-initial";
const TRAILING = "x-grpc-test-echo-trailing-bin";

/** The service with its handlers. */
export const TEST_HANDLERS: ServiceImplementation = implement(TEST_SERVICE, {
  emptyCall: () => ({}),
  unaryCall(request, context) {
    echoMetadata(context);
    echoStatus(request.responseStatus);
    return { payload: { body: new Uint8Array(request.responseSize ?? 0) } };
  },
  streamingOutputCall: (request) => outputs(request),
  async streamingInputCall(requests) {
    let size = 0;
    for await (const { payload } of requests) size += payload?.body?.length ?? 0;
    return { aggregatedPayloadSize: size };
  },
  async *fullDuplexCall(requests, context) {
    echoMetadata(context);
    for await (const request of requests) {
      echoStatus(request.responseStatus);
      yield* outputs(request);
    }
  },
});

async function* outputs(request: OutputRequest): AsyncIterable<OutputResponse> {
  for (const { size = 0, intervalUs = 0 } of request.responseParameters) {
    if (intervalUs > 0) await new Promise((resolve) => setTimeout(resolve, intervalUs / 1_000));
    yield { payload: { body: new Uint8Array(size) } };
  }
}

function echoStatus(status: EchoStatus | undefined): void {
  const code = grpcCodeOf(status?.code ?? 0);
  if (code !== null) throw new GrpcError(code, status?.message);
}

function echoMetadata(context: CallContext): void {
  const initial = context.metadata.get(INITIAL);
  if (initial !== undefined) context.sendHeaders({ [INITIAL]: initial });
  const trailing = context.metadata.get(TRAILING);
  if (trailing !== undefined) context.setTrailers({ [TRAILING]: trailing });
}
