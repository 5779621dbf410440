import { equal, ok } from "node:assert/strict";
import { LogStore } from "@fluxwire/supervise";
import { connect, encodeFrame, FrameDecoder, listen, type Listener, type Transport } from "@fluxwire/transport";
import { decode, type DriverResponseBody, encode } from "@fluxwire/wire";
import { openClient } from "@fluxwire/wire/client";
import { Traffic } from "../metrics/traffic.ts";
import { createService } from "../service.ts";
import { SupervisedInstance } from "./supervised_instance.ts";

const LINUX = { ignore: Deno.build.os !== "linux" };
/** How long a check takes that gets no answer, in milliseconds: a busy machine has to connect and look in that time. */
const CHECK_MS = 1_500;
/** How long a check may take that gets one, in milliseconds: a guard. */
const ANSWER_MS = 60_000;

const HELLO: DriverResponseBody = {
  type: "Hello",
  serverName: "serial",
  serverVersion: "0.7.7",
  selectedVersion: { major: 1, minor: 2 },
  capabilities: [],
  driverKind: "SQLite",
  driverMetadata: {
    ...{ id: "serial", displayName: "Serial", description: "", category: "Relational", uriScheme: "serial" },
    ...{ queryLanguage: { type: "Sql" }, capabilities: 0n, icon: "Database" },
  },
  formDefinition: { tabs: [] },
} as DriverResponseBody;

/** Answers Hello and Ping on one connection, then accepts the next one, as DBFlux's own host program does. */
class SerialDriver implements AsyncDisposable {
  readonly socketId: string = `fluxwire-test-${crypto.randomUUID()}`;
  #listener!: Listener;
  #current: Transport | null = null;
  #done!: Promise<void>;
  isSilent = false;

  static async start(): Promise<SerialDriver> {
    const driver = new SerialDriver();
    driver.#listener = await listen(driver.socketId);
    driver.#done = driver.#serve();
    return driver;
  }

  async #serve(): Promise<void> {
    for (let next = await this.#listener.accept(); next !== null; next = await this.#listener.accept()) {
      this.#current = next;
      await this.#converse(next).catch(() => {});
      next.close();
    }
  }

  async #converse(transport: Transport): Promise<void> {
    const frames = new FrameDecoder();
    for (let chunk = await transport.read(); chunk !== null; chunk = await transport.read()) {
      for (const payload of frames.push(chunk)) {
        const { protocolVersion, requestId, body } = decode("request", "0.7.1", payload).envelope;
        if (this.isSilent) await new Promise((resolve) => this.#release = () => resolve(null));
        const answer: DriverResponseBody = body.type === "Hello" ? HELLO : { type: "Pong" };
        await transport.write(
          encodeFrame(encode("response", "0.7.1", { protocolVersion, requestId, done: true, body: answer })),
        );
      }
    }
  }

  #release = () => {};

  async [Symbol.asyncDispose](): Promise<void> {
    this.isSilent = false;
    this.#listener.close();
    this.#release();
    this.#current?.close();
    await this.#done;
  }
}

async function supervised(socketId: string): Promise<SupervisedInstance> {
  const log = new LogStore({ service: socketId, file: null });
  return await SupervisedInstance.open(createService({ socketId }), {
    ...{ token: null, anyOwner: false, log, traffic: new Traffic(), drain: {}, openTap: null },
    signal: new AbortController().signal,
  });
}

function check(instance: SupervisedInstance, ms = CHECK_MS): Promise<string> {
  return instance.check(AbortSignal.timeout(ms));
}

Deno.test(
  "SupervisedInstance.check() does not take a driver for hung that serves another program's connection",
  LINUX,
  async () => {
    await using driver = await SerialDriver.start();
    const instance = await supervised(driver.socketId);
    equal(await check(instance, ANSWER_MS), "answered");
    const other = await openClient(await connect(driver.socketId));
    for (let i = 0; i < 4; i++) equal(await check(instance), "serving");
    other.close();
    await other.closed;
    equal(await check(instance, ANSWER_MS), "answered");
    const silentOther = await connect(driver.socketId);
    for (let i = 0; i < 4; i++) equal(await check(instance), "serving");
    silentOther.close();
    await instance.stop("asked");
  },
);

Deno.test("SupervisedInstance.check() finds a driver silent that hangs in the check itself", LINUX, async () => {
  await using driver = await SerialDriver.start();
  const instance = await supervised(driver.socketId);
  driver.isSilent = true;
  for (let i = 0; i < 3; i++) equal(await check(instance), "silent", `check ${i}`);
  await instance.stop("asked");
  ok(instance.clients.size === 0);
});
