/** A child of the SDK, for hubs in other languages: takes the steps of its configuration, and prints a line for each. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { defineChild, type HubProxy, NxError, serve, Type } from "@fluxwire/nx";

const CLOSES = 20, HUNDRED = 100;
const WAIT = { waitMs: 10_000 };

/** Waits for the text of a file. */
async function until(path: string, text: string): Promise<void> {
  while (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Checks that a call ends because its hub has gone. */
async function checkLost(call: Promise<unknown>): Promise<void> {
  const error = await call.then(() => null, (error) => error);
  ok(error instanceof NxError, `${error}`);
  strictEqual(error.code, "HubDisconnected");
}

const STEPS: Readonly<Record<string, (hub: HubProxy, childRef: string) => Promise<void>>> = {
  async power(hub, childRef) {
    const wanted = { child_ref: childRef, endpoint_key: "power", payload: "true" };
    deepStrictEqual(await hub.command("power", true, WAIT), wanted);
  },
  async sizes(hub) {
    for (const value of [undefined, "x".repeat(120_000 - 2), "x".repeat((1 << 20) - 2)]) {
      strictEqual(await hub.command("echo", value, WAIT), value);
    }
  },
  async cancel(hub) {
    const path = `${Deno.cwd()}/held`, controller = new AbortController();
    const ended = hub.command("hold", path, { ...WAIT, signal: controller.signal }).then(() => null, (error) => error);
    await until(path, "held");
    controller.abort();
    ok(await ended !== null);
    await until(path, "given up");
  },
  async sessions(hub, childRef) {
    for (let closed = 0; closed < CLOSES; closed++) await checkLost(hub.command("close", undefined, WAIT));
    await STEPS.power!(hub, childRef);
  },
  async hundred(hub) {
    await Promise.all(Array.from({ length: HUNDRED }, () => checkLost(hub.command("hold", null, WAIT))));
    console.log(`the last has ended at ${Date.now()}`);
  },
};

async function takeSteps(names: readonly string[], hub: HubProxy, childRef: string): Promise<void> {
  for (const name of names) {
    try {
      await STEPS[name]!(hub, childRef);
      console.log(`step ${name} is done`);
    } catch (error) {
      console.log(`step ${name} has failed: ${(error as Error).message.replaceAll("\n", " ")}`);
    }
  }
}

const driver = defineChild({
  id: "com.example.child",
  name: "Child",
  version: "1.0.0",
  protocols: ["OTHER"],
  config: Type.Object({
    hub_device_id: Type.String(),
    child_ref: Type.String(),
    steps: Type.Array(Type.String()),
  }),
  device: ({ config }) => ({ externalDeviceKey: config.child_ref, displayName: "Child" }),
  endpoints: {},
  start({ hub, config }) {
    takeSteps(config.steps, hub, config.child_ref);
  },
});

await serve(driver);
