// What hub and child share: their arguments, the services of the host, and what it knows them by.
"use strict";
const { readFileSync } = require("node:fs");
const grpc = require("@grpc/grpc-js");
const { loadSync } = require("@grpc/proto-loader");

const { internal } = grpc.loadPackageDefinition(
  loadSync("nx/internal/host_routing.proto", { includeDirs: [process.env.NX_PROTO], keepCase: true, defaults: true }),
).nx;

/** The value of a flag. */
function flag(name) {
  return process.argv[process.argv.indexOf(name) + 1];
}

/** A client of one of the host's services, whose address is taken as it is. */
function connect(service) {
  const options = { "grpc.use_local_subchannel_pool": 1 };
  return new internal[service](process.env.NX_HOST_GRPC_ADDR, grpc.credentials.createInsecure(), options);
}

/** Which launch this is, and how long a hub without a session is waited for. */
function known() {
  const metadata = new grpc.Metadata();
  metadata.set("nx-wait-ms", "10000");
  if (process.env.NX_LAUNCH_TOKEN) metadata.set("nx-launch-token", process.env.NX_LAUNCH_TOKEN);
  return metadata;
}

module.exports = {
  grpc,
  connect,
  known,
  deviceId: flag("-device_id"),
  config: JSON.parse(readFileSync(flag("-config"), "utf8")),
};
