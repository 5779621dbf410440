import { equal, rejects } from "node:assert/strict";
import { connectLease, type Exporter, source } from "@fluxwire/jumpstarter/client";
import { TOKENS } from "../../systems/jumpstarter/distributed/testing/fake_controller.ts";
import { OWN } from "./exporters.ts";
import { type Place, startPlace } from "./leased.ts";

const WITHIN_MS = 1_000;
const LOST = { name: "ConnectionError", code: "ConnectionClosed" };
const DEVICES = `export:
  echo: { type: jumpstarter_driver_network.driver.EchoNetwork }
  storage: { type: jumpstarter_driver_opendal.driver.MockFlasher }
`;

function connected({ controller, tls }: Place): Promise<Exporter> {
  return connectLease({
    controller: controller.endpoint,
    tls,
    ...{ namespace: "lab", client: "alice", token: TOKENS.Client, lease: "lease-1" },
  });
}

Deno.test("SIGKILL of a leased exporter fails all that runs within a second, and its successor takes the lease", async () => {
  await using place = await startPlace();
  const { controller } = place;
  const killed = await place.start(OWN, DEVICES);
  await controller.seen("Status");
  controller.lease("lease-1", "alice");
  {
    await using exporter = await connected(place);
    const stream = await exporter.device("echo").bytes();
    await stream.write(new Uint8Array(1));
    await stream.read();
    const flash = exporter.device("storage").call("flash", [source(new ReadableStream()), null]);
    const failing = Promise.all([rejects(stream.read(), LOST), rejects(flash, LOST), exporter.closed]);
    const start = performance.now();
    killed.stop("SIGKILL");
    await failing;
    const took = performance.now() - start;
    equal(took < WITHIN_MS, true, `it took ${took} ms`);
  }
  await place.start(OWN, DEVICES);
  await controller.seen("ReportStatus LEASE_READY Ready for commands", 2);
  await using again = await connected(place);
  await again.device("storage").call("flash", [source(new Uint8Array(1)), null]);
});

Deno.test("SIGKILL of a lease's shell in the middle of a flash frees the exporter's device", async () => {
  await using place = await startPlace();
  const { controller } = place;
  await place.start(OWN, DEVICES);
  await controller.seen("Status");
  const j = [OWN.program, ...OWN.args, "j", "storage", "flash", "-"];
  const shell = new Deno.Command(OWN.program, {
    args: [...OWN.args, "shell", "--client-config", await place.clientConfig(), "--selector", "board=pi", "--", ...j],
    env: { TMPDIR: place.folder },
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = shell.stdin.getWriter();
  // More than pipes, windows and the router hold: when all of it is written, the device reads.
  for (let index = 0; index < 256; index++) await writer.write(new Uint8Array(65_536));
  shell.kill("SIGKILL");
  const start = performance.now();
  await using exporter = await connected(place);
  await exporter.device("storage").call("flash", [source(new TextEncoder().encode("the next image")), null]);
  const took = performance.now() - start;
  equal(took < WITHIN_MS, true, `it took ${took} ms`);
  await shell.status;
  await writer.abort().catch(() => {});
});
