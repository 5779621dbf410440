import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { connect, GrpcError } from "@fluxwire/grpc";
import { ManualClock } from "@fluxwire/transport";
import { ServedHost } from "../host/serve_host.ts";
import { ProxyCommandRequestSchema } from "../hostrpc.ts";
import { readInstances } from "../instances/read_instances.ts";
import { create } from "../protobuf.ts";
import { Publisher } from "../publish/publisher.ts";
import { HOST_PROXY } from "../rpc/definitions.ts";
import { HostPlace } from "./host_process.ts";

const DRIVER = fileURLToPath(new URL("silent_hub.ts", import.meta.url));
const HUB = "11111111-1111-1111-1111-111111111111";
const HUNDRED = 100;

Deno.test("kill -9 of a hub with 100 commands waiting: all fail at once, before any time limit and before it is started again", async () => {
  await using place = new HostPlace();
  place.driver("silent", `exec "${Deno.execPath()}" run --no-prompt -A "${DRIVER}" "$@"`);
  const hub = { instance_id: "hub-1", device_id: HUB, driver_id: "com.example.silent", driver_type: "HUB" };
  const file = { instances: [{ ...hub, binary: "silent", config: {}, fluxwire: { proxy_timeout_ms: 60_000 } }] };
  const order: string[] = [], process = { pid: 0 };
  await using served = await ServedHost.listen(
    readInstances(new TextEncoder().encode(JSON.stringify(file))).instances,
    {
      folders: { driversDir: `${place.folder}/drivers`, outDir: `${place.folder}/run` },
      socketPath: place.socket,
      publisher: new Publisher([]),
      requireToken: false,
      logFolder: null,
      // It stands still: nothing that the host does after a time can come in between.
      clock: new ManualClock(),
      onNote: () => {},
      onEvent: ({ event, pid }) => {
        order.push(event);
        if (event === "ready") process.pid = pid!;
      },
    },
  );
  const { host } = served;
  await host.start();
  const channel = await connect(`unix:///${place.socket}`);
  await using _closed = { [Symbol.asyncDispose]: () => channel.close() };
  const client = channel.client(HOST_PROXY);
  let lastAtMs = 0;
  const calls = Array.from({ length: HUNDRED }, async (_, i) => {
    const request = create(ProxyCommandRequestSchema, { hubDeviceId: HUB, childRef: `${i}`, endpointKey: "power" });
    const error = await client.proxyCommand(request).then(() => null, (error) => error);
    lastAtMs = performance.now();
    order.push(error instanceof GrpcError ? error.details : `${error}`);
  });
  const route = host.router.route(HUB)!;
  while (route.inFlight + route.waiting < HUNDRED) await new Promise((resolve) => setTimeout(resolve, 1));
  strictEqual(order.splice(0).at(-1), "ready");
  const killedAtMs = performance.now();
  Deno.kill(process.pid, "SIGKILL");
  await Promise.all(calls);
  console.log(
    `the last of ${HUNDRED} commands failed ${(lastAtMs - killedAtMs).toFixed(1)} ms after its hub was killed`,
  );
  // The host may learn of the end of the process before or between them; what it does about that comes later.
  deepStrictEqual(order.filter((word) => word !== "waiting"), Array(HUNDRED).fill("hub disconnected"));
  ok(order.filter((word) => word === "waiting").length <= 1);
});
