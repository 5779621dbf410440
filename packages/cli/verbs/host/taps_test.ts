import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { connect, createService, Host } from "@fluxwire/host";
import { askHost, ControlServer, HostControl } from "@fluxwire/supervise";
import { Taps } from "./taps.ts";

const MOCK = ["run", "--no-prompt", "--allow-net", "--allow-env=FLUXWIRE_LIFELINE"];

Deno.test("Taps show what clients and a driver of a host say, masked, over restarts, and refuse a service without a tap", async () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/run/host.sock`;
  const [socketId, plain] = [`tapped-${crypto.randomUUID()}`, `plain-${crypto.randomUUID()}`];
  const args = (id: string) => [...MOCK, import.meta.resolve("@fluxwire/mock-driver/reference"), "--socket", id];
  const command = Deno.execPath(), startupTimeoutMs = 60_000;
  {
    await using taps = new Taps();
    await using host = new Host(
      [
        createService({ socketId, command, startupTimeoutMs, args: args(socketId), tap: true }),
        createService({ socketId: plain, command, startupTimeoutMs, args: args(plain) }),
      ],
      { token: "planted-token", openTap: (id, behind) => taps.open(id, behind) },
    );
    const control = new HostControl(host);
    await using _server = await ControlServer.listen(path, { ...control.verbs, frames: taps.frames });
    await host.start();
    deepStrictEqual((await host.status()).services.map(({ state, tap }) => [state, tap]), [["ready", true], [
      "ready",
      false,
    ]]);

    const frames: { event: string; from?: string; envelope?: { body: { type: string } } }[] = [];
    const ending = new AbortController(), enough = Promise.withResolvers<void>();
    let text = "";
    const onEvent = (event: unknown) => {
      const { lines, missed } = event as { lines: string[]; missed: number };
      strictEqual(missed, 0);
      text += lines.join("\n");
      frames.push(...lines.map((line) => JSON.parse(line)));
      if (frames.filter(({ envelope }) => envelope?.body.type === "Pong").length === 2) enough.resolve();
    };
    const question = { verb: "frames", service: socketId, follow: true };
    const reading = askHost(path, question, { onEvent, signal: ending.signal });
    reading.catch(enough.reject);
    for (const restarts of [0, 1]) {
      const client = await connect(socketId, { token: "planted-token" });
      await client.ping();
      client.close();
      await client.closed;
      if (restarts === 0) await host.restart(socketId);
    }
    await enough.promise;
    const types = frames.filter(({ event }) => event === "frame").map((
      { from, envelope },
    ) => [from, envelope!.body.type]);
    deepStrictEqual(types.slice(0, 4), [["host", "Hello"], ["driver", "Hello"], ["host", "Ping"], ["driver", "Pong"]]);
    strictEqual(text.includes("planted-token"), false);
    await rejects(askHost(path, { ...question, service: plain }), (error: Error) => {
      match(error.message, /no tap has run/);
      return true;
    });
    ending.abort();
    await reading.catch(() => {});
  }
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("a service whose arguments lack its name cannot be tapped, and is given up at once", async () => {
  const socketId = `tapped-${crypto.randomUUID()}`;
  const service = createService({ socketId, command: Deno.execPath(), args: ["--version"], tap: true });
  await using host = new Host([service], { openTap: () => Promise.reject(new TypeError("not opened")) });
  await host.start();
  const { services: [status] } = await host.status();
  strictEqual(status!.state, "given-up");
  match(status!.lastError!.cause, /no argument is its name/);
});
