/**
 * gRPC's interoperability tests, by Fluxwire's client.
 *
 * @module
 */
import { type Channel, type Client, type GrpcCode, GrpcError, MessageQueue } from "@fluxwire/grpc";
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import {
  type InputRequest,
  type OutputRequest,
  type OutputResponse,
  TEST_SERVICE,
  type TestMethods,
  UNIMPLEMENTED_SERVICE,
} from "./service.ts";

const REQUEST_BYTES = [27_182, 8, 1_828, 45_904];
const RESPONSE_BYTES = [31_415, 9, 2_653, 58_979];

type Test = (client: Client<TestMethods>, channel: Channel) => Promise<void>;

/** The tests by the names that gRPC gives them. */
export const CASES: Readonly<Record<string, Test>> = {
  async empty_unary(client) {
    deepEqual(await client.emptyCall({}), {});
  },

  async large_unary(client) {
    const { payload } = await client.unaryCall({
      responseSize: 314_159,
      payload: { body: new Uint8Array(271_828) },
    });
    equal(payload?.body?.length, 314_159);
  },

  async client_streaming(client) {
    const requests = REQUEST_BYTES.map((bytes): InputRequest => ({ payload: { body: new Uint8Array(bytes) } }));
    equal((await client.streamingInputCall(requests)).aggregatedPayloadSize, 74_922);
  },

  async server_streaming(client) {
    const responseParameters = RESPONSE_BYTES.map((size) => ({ size }));
    const responses = await Array.fromAsync(client.streamingOutputCall({ responseParameters }));
    deepEqual(responses.map(bodyBytes), RESPONSE_BYTES);
  },

  async ping_pong(client) {
    const requests = new MessageQueue<OutputRequest>();
    const responses = client.fullDuplexCall(requests);
    for (const [at, size] of RESPONSE_BYTES.entries()) {
      requests.send(output(size, REQUEST_BYTES[at]!));
      equal(bodyBytes((await responses.next()).value!), size);
    }
    requests.end();
    equal((await responses.next()).done, true);
  },

  async empty_stream(client) {
    deepEqual(await Array.fromAsync(client.fullDuplexCall([])), []);
  },

  async timeout_on_sleeping_server(client) {
    const requests = new MessageQueue<OutputRequest>();
    const responses = client.fullDuplexCall(requests, { timeoutMs: 1 });
    await rejects(responses.next(), failure("DEADLINE_EXCEEDED"));
  },

  async cancel_after_begin(client) {
    const controller = new AbortController();
    const call = client.streamingInputCall(new MessageQueue<InputRequest>(), { signal: controller.signal });
    controller.abort();
    await rejects(call, failure("CANCELLED"));
  },

  async cancel_after_first_response(client) {
    const requests = new MessageQueue<OutputRequest>();
    const responses = client.fullDuplexCall(requests);
    requests.send(output(RESPONSE_BYTES[0]!, REQUEST_BYTES[0]!));
    equal(bodyBytes((await responses.next()).value!), RESPONSE_BYTES[0]);
    responses.cancel();
    await rejects(responses.next(), failure("CANCELLED"));
  },

  async status_code_and_message(client) {
    const responseStatus = { code: 2, message: "test status message" };
    await rejects(client.unaryCall({ responseStatus }), failure("UNKNOWN", responseStatus.message));
    const responses = client.fullDuplexCall([{ responseParameters: [], responseStatus }]);
    await rejects(responses.next(), failure("UNKNOWN", responseStatus.message));
  },

  async special_status_message(client) {
    const message = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";
    await rejects(client.unaryCall({ responseStatus: { code: 2, message } }), failure("UNKNOWN", message));
  },

  async custom_metadata(client) {
    const initial = "test_initial_metadata_value";
    const trailing = Uint8Array.of(0xab, 0xab, 0xab);
    const metadata = { "x-grpc-test-echo-initial": initial, "x-grpc-test-echo-trailing-bin": trailing };
    const seen: unknown[] = [];
    await client.unaryCall({ responseSize: 1, payload: { body: new Uint8Array(1) } }, {
      metadata,
      onHeaders: (headers) => seen.push(headers.get("x-grpc-test-echo-initial")),
      onTrailers: (trailers) => seen.push(trailers.get("x-grpc-test-echo-trailing-bin")),
    });
    deepEqual(seen, [initial, trailing]);
    const responses = client.fullDuplexCall([output(1, 1)], { metadata });
    equal((await responses.headers).get("x-grpc-test-echo-initial"), initial);
    equal((await Array.fromAsync(responses)).length, 1);
    deepEqual((await responses.trailers).get("x-grpc-test-echo-trailing-bin"), trailing);
  },

  async unimplemented_method(client) {
    await rejects(client.unimplementedCall({}), failure("UNIMPLEMENTED"));
  },

  async unimplemented_service(_, channel) {
    await rejects(channel.client(UNIMPLEMENTED_SERVICE).unimplementedCall({}), failure("UNIMPLEMENTED"));
  },
};

/** Runs one of the tests. */
export async function runCase(name: string, channel: Channel): Promise<void> {
  await CASES[name]!(channel.client(TEST_SERVICE), channel);
}

function output(size: number, requestBytes: number): OutputRequest {
  return { responseParameters: [{ size }], payload: { body: new Uint8Array(requestBytes) } };
}

function bodyBytes(response: OutputResponse): number {
  return response.payload?.body?.length ?? 0;
}

function failure(code: GrpcCode, details?: string): (error: unknown) => boolean {
  return (error) => {
    ok(error instanceof GrpcError);
    equal(error.code, code);
    if (details !== undefined) equal(error.details, details);
    return true;
  };
}
