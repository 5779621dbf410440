// A child of NX by gRPC's library for Node: takes the steps of its configuration, and prints a line for each.
"use strict";
const { deepStrictEqual, ok, strictEqual } = require("node:assert/strict");
const { existsSync, readFileSync } = require("node:fs");
const { config, connect, grpc, known } = require("./connection.cjs");

const CLOSES = 20, HUNDRED = 100;
let client = connect("HostProxyService");

/** Sends a command; gives the call, and a promise of the answer. */
function begin(endpoint, payload) {
  let call;
  const answer = new Promise((resolve, reject) => {
    call = client.ProxyCommand(
      {
        hub_device_id: config.hub_device_id,
        child_ref: config.child_ref,
        endpoint_key: endpoint,
        payload: Buffer.from(payload),
        correlation_id: `${endpoint}-1`,
      },
      known(),
      (error, value) => error ? reject(error) : resolve(value),
    );
  });
  return { call, answer };
}

/** Sends a command, and checks that the answer has its id. */
async function data(endpoint, payload) {
  const { success, message, correlation_id, data } = await begin(endpoint, payload).answer;
  deepStrictEqual([success, message, correlation_id], [true, "ok", `${endpoint}-1`]);
  return data;
}

/** The error that a call ends with. */
async function failure({ answer }) {
  return await answer.then(() => null, (error) => error);
}

function checkLost(error) {
  deepStrictEqual([error?.code, error?.details], [grpc.status.UNAVAILABLE, "hub disconnected"]);
}

/** Waits for the text of a file. */
async function until(path, text) {
  while (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const steps = {
  /** The seed's command. */
  async power() {
    const wanted = { child_ref: config.child_ref, endpoint_key: "power", payload: "true" };
    strictEqual((await data("power", "true")).toString(), JSON.stringify(wanted));
  },

  /** Texts of JSON, up to 1 MiB, and no bytes at all. */
  async sizes() {
    for (const size of [0, 120_000, 1 << 20]) {
      const payload = size === 0 ? "" : `"${"x".repeat(size - 2)}"`;
      ok((await data("echo", payload)).equals(Buffer.from(payload)), `${size} bytes`);
    }
  },

  /** Gives a command up that the hub holds, and waits until the hub has heard of it. */
  async cancel() {
    const path = `${process.cwd()}/held`;
    const held = begin("hold", JSON.stringify(path));
    const ended = failure(held);
    await until(path, "held");
    held.call.cancel();
    strictEqual((await ended).code, grpc.status.CANCELLED);
    await until(path, "given up");
  },

  /** Opens and closes one channel after the other. */
  async channels() {
    for (let closed = 0; closed < CLOSES; closed++) {
      client.close();
      client = connect("HostProxyService");
      await steps.power();
    }
  },

  /** Has the hub close one session after the other. */
  async sessions() {
    for (let closed = 0; closed < CLOSES; closed++) checkLost(await failure(begin("close", "")));
    await steps.power();
  },

  /** Has commands wait until their hub is killed, and prints when the last has ended. */
  async hundred() {
    const errors = await Promise.all(Array.from({ length: HUNDRED }, () => failure(begin("hold", "null"))));
    const last = Date.now();
    errors.forEach(checkLost);
    console.log(`the last has ended at ${last}`);
  },
};

async function main() {
  for (const name of config.steps) {
    try {
      await steps[name]();
      console.log(`step ${name} is done`);
    } catch (error) {
      console.log(`step ${name} has failed: ${error.message.replaceAll("\n", " ")}`);
    }
  }
  process.stdin.resume();
}

main();
