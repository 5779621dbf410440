import { deepStrictEqual, throws } from "node:assert/strict";
import { channelOptions } from "./grpc_options.ts";

Deno.test("channelOptions() takes the settings of gRPC's libraries that a connection has, and names the others", () => {
  const { options, unknown } = channelOptions({
    "grpc.keepalive_time_ms": 5_000,
    "grpc.max_receive_message_length": "-1",
    "grpc.lb_policy_name": "pick_first",
  });
  deepStrictEqual(options, {
    keepalive: { everyMs: 5_000, timeoutMs: 180_000 },
    limits: { maxReceiveBytes: 2_147_483_647, maxSendBytes: 67_108_864 },
  });
  deepStrictEqual(unknown, ["grpc.lb_policy_name"]);
  throws(() => channelOptions({ "grpc.keepalive_time_ms": "often" }), {
    message: "grpcOptions.grpc.keepalive_time_ms: expected a whole number from -1 to 2147483647",
  });
});
