// The service of gRPC's interoperability tests by Node's library; prints its port.
"use strict";
const grpc = require("@grpc/grpc-js");
const { fields, get, number, payload, payloadBytes, service } = require("./wire.cjs");

function answerAll(request, call) {
  for (const [at, body] of fields(request)) if (at === 2) call.write(payload(1, get(body, 1) ?? 0));
}

const server = new grpc.Server();
server.addService(service, {
  EmptyCall: (_, answer) => answer(null, Buffer.alloc(0)),
  UnaryCall: ({ request }, answer) => answer(null, payload(1, get(request, 2) ?? 0)),
  StreamingInputCall(call, answer) {
    let bytes = 0;
    call.on("data", (request) => bytes += payloadBytes(request, 1));
    call.on("end", () => answer(null, number(1, bytes)));
  },
  StreamingOutputCall(call) {
    answerAll(call.request, call);
    call.end();
  },
  FullDuplexCall(call) {
    call.on("data", (request) => answerAll(request, call));
    call.on("end", () => call.end());
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
