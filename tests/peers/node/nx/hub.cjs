// A hub of NX by gRPC's library for Node; the endpoint "close" ends a session, and the next begins.
"use strict";
const { renameSync, writeFileSync } = require("node:fs");
const { connect, deviceId, known } = require("./connection.cjs");

/** Writes a file whole, unless there is no path. */
function mark(path, text) {
  if (!path) return;
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

function answerOf({ child_ref, endpoint_key, payload, correlation_id }) {
  const data = endpoint_key === "echo"
    ? payload
    : Buffer.from(JSON.stringify({ child_ref, endpoint_key, payload: payload.toString() }));
  return { success: true, message: "ok", data, correlation_id };
}

/** Registers on a channel of its own, and serves commands until "close" or the end of the stream. */
function session() {
  const client = connect("HubGatewayService");
  const stream = client.OpenHubSession(known());
  const held = new Map();
  stream.on("metadata", () => console.log("registered"));
  stream.on("error", (error) => {
    throw error;
  });
  stream.on("end", () => {
    client.close();
    session();
  });
  stream.on("data", (request) => {
    const id = request.correlation_id;
    if (request.control === 1 || request.control === "CANCEL") {
      mark(held.get(id), "given up");
      held.delete(id);
    } else if (request.endpoint_key === "hold") {
      held.set(id, JSON.parse(request.payload.toString()));
      mark(held.get(id), "held");
    } else if (request.endpoint_key === "close") stream.end();
    else stream.write(answerOf(request));
  });
  stream.write({
    endpoint_key: "__register__",
    hub_device_id: deviceId,
    correlation_id: `${process.pid}-${Date.now()}`,
    features: ["cancel"],
  });
}

session();
