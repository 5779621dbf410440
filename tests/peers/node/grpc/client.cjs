// gRPC's interoperability tests by Node's library: ADDRESS CASE, or ADDRESS calls COUNT.
"use strict";
const assert = require("node:assert/strict");
const grpc = require("@grpc/grpc-js");
const { field, number, payload, payloadBytes, service } = require("./wire.cjs");

const REQUESTS = [27182, 8, 1828, 45904];
const RESPONSES = [31415, 9, 2653, 58979];
const NONE = Buffer.alloc(0);

const [address, name, count] = process.argv.slice(2);
const Client = grpc.makeGenericClientConstructor(service, "TestService");
const client = new Client(address, grpc.credentials.createInsecure());

const unary = (method, request) =>
  new Promise((resolve, reject) => client[method](request, (error, answer) => error ? reject(error) : resolve(answer)));

const outputRequest = (sizes, bytes) =>
  Buffer.concat([...sizes.map((size) => field(2, number(1, size))), payload(3, bytes)]);

const cases = {
  async empty_unary() {
    assert.equal((await unary("EmptyCall", NONE)).length, 0);
  },
  async large_unary() {
    const answer = await unary("UnaryCall", Buffer.concat([number(2, 314159), payload(3, 271828)]));
    assert.equal(payloadBytes(answer, 1), 314159);
  },
  async client_streaming() {
    const answer = await new Promise((resolve, reject) => {
      const call = client.StreamingInputCall((error, value) => error ? reject(error) : resolve(value));
      for (const bytes of REQUESTS) call.write(payload(1, bytes));
      call.end();
    });
    assert.deepEqual([...answer], [...number(1, 74922)]);
  },
  async server_streaming() {
    const sizes = [];
    for await (const answer of client.StreamingOutputCall(outputRequest(RESPONSES, 0))) {
      sizes.push(payloadBytes(answer, 1));
    }
    assert.deepEqual(sizes, RESPONSES);
  },
  async cancel_after_begin() {
    const error = await new Promise((resolve) => {
      const call = client.StreamingInputCall(resolve);
      call.cancel();
    });
    assert.equal(error.code, grpc.status.CANCELLED);
  },
  async cancel_after_first_response() {
    const error = await new Promise((resolve) => {
      const call = client.FullDuplexCall();
      call.on("data", () => call.cancel());
      call.on("error", resolve);
      call.write(outputRequest([RESPONSES[0]], REQUESTS[0]));
    });
    assert.equal(error.code, grpc.status.CANCELLED);
  },
  async calls() {
    for (let call = 0; call < Number(count); call++) await unary("EmptyCall", NONE);
  },
};

cases[name]().then(() => client.close(), (error) => {
  console.error(error);
  process.exit(1);
});
