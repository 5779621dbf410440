// The measured service on Node's library: NODE_MODULES ADDRESS. It runs on Deno, which is what is compared.
"use strict";
const process = require("node:process");

const [folder, address] = process.argv.slice(2);
const grpc = require(`${folder}/@grpc/grpc-js`);

const bytes = (value) => value;

function method(name, requestStream, responseStream) {
  return {
    path: `/bench.Echo/${name}`,
    requestStream,
    responseStream,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
}

const service = {
  Say: method("Say", false, false),
  Count: method("Count", false, true),
  Upload: method("Upload", true, false),
};

const server = new grpc.Server();
server.addService(service, {
  Say: ({ request }, answer) => answer(null, request),
  async Count(call) {
    for (let left = call.request.readUInt32BE(0); left > 0; left--) {
      if (!call.write(call.request)) await new Promise((resolve) => call.once("drain", resolve));
    }
    call.end();
  },
  Upload(call, answer) {
    call.on("data", () => {});
    call.on("end", () => answer(null, require("node:buffer").Buffer.alloc(0)));
  },
});
server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  console.log("listening");
});
