import { deepStrictEqual, ok } from "node:assert/strict";
import { connect, ConnectionError } from "@fluxwire/transport";
import { RpcError } from "@fluxwire/wire";
import { openClient } from "@fluxwire/wire/client";
import { pathOf, RunningDriver } from "../e2e/running_driver.ts";
import { Crowd, HealthyClient, processorMs, residentBytes } from "./overload.ts";

const MIB = 1024 * 1024;
const HANG_GUARD_MS = 120_000;

/** A driver with few descriptors. */
function withDescriptors(descriptors: number, ...args: string[]): RunningDriver {
  const shell = `ulimit -n ${descriptors}; exec "$@"`;
  return new RunningDriver({ module: pathOf("examples/minimal/main.ts"), shell, args });
}

/** Resolves when the driver answers: clients that have just left may still hold their places. */
async function answers(driver: RunningDriver): Promise<void> {
  const giveUp = AbortSignal.timeout(HANG_GUARD_MS);
  for (;;) {
    try {
      const client = await openClient(await connect(driver.socket));
      await client.ping();
      client.close();
      return void await client.closed;
    } catch (error) {
      const isBusy = error instanceof RpcError && error.retriable || error instanceof ConnectionError;
      if (!isBusy || giveUp.aborted) throw error;
    }
  }
}

Deno.test({
  name: "1,000 strangers that announce 64 KiB and send a byte a second cost no memory and disturb no other",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using driver = new RunningDriver({
      module: pathOf("examples/minimal/main.ts"),
      args: ["--limit", "maxStrangers=1100"],
    });
    await driver.line(/ INFO listening /);
    const healthy = await HealthyClient.start(driver.socket);
    using lonely = await Crowd.connect(driver.socket, 1);
    await lonely.allClosed;
    const before = healthy.take(), memory = residentBytes(driver.pid);
    let most = memory;
    using crowd = await Crowd.connect(driver.socket, 1_000);
    await crowd.write(Uint8Array.of(0, 0, 1, 0));
    const drip = setInterval(() => {
      most = Math.max(most, residentBytes(driver.pid));
      crowd.write(Uint8Array.of(0));
    }, 1_000);
    await crowd.allClosed;
    clearInterval(drip);
    const during = healthy.take();
    await healthy.stop();
    const text = (times: { p99: number; count: number }) => `${times.p99.toFixed(2)} ms of ${times.count} pings`;
    console.log(`p99 before ${text(before)}, during ${text(during)}; ${((most - memory) / MIB).toFixed(1)} MiB more`);
    ok(most - memory <= 64 * MIB, `${(most - memory) / MIB} MiB`);
    ok(during.count > 0);
    await answers(driver);
  },
});

for (
  const [descriptors, args] of [[128, []], [64, [
    "--limit",
    "maxConnections=16",
    "--limit",
    "maxStrangers=16",
  ]]] as const
) {
  Deno.test({
    name: `a driver with ${descriptors} descriptors survives 500 clients, idles meanwhile, and serves again`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      await using driver = withDescriptors(descriptors, ...args);
      await driver.line(/ INFO listening /);
      {
        using crowd = await Crowd.connect(driver.socket, 500);
        const used = processorMs(driver.pid);
        await crowd.firstClosed;
        ok(processorMs(driver.pid) - used < 1_500, "it spins while nothing happens");
      }
      await answers(driver);
      driver.kill("SIGTERM");
      deepStrictEqual((await driver.ended()).code, 0);
    },
  });
}
