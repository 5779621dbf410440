import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { connect, ConnectionError, ManualClock } from "@fluxwire/transport";
import { HostError } from "../host_error.ts";
import { askHost } from "./client.ts";
import { LineReader } from "./json_lines.ts";
import { ControlServer, type ControlServerOptions, type ControlVerb } from "./server.ts";

/** A folder of its own for a control socket, and what was started in it. */
class Place implements AsyncDisposable {
  readonly folder = Deno.makeTempDirSync();
  readonly path = `${this.folder}/run/host.sock`;
  readonly #servers: ControlServer[] = [];

  async listen(handle: ControlVerb, options?: ControlServerOptions): Promise<ControlServer> {
    const verbs = Object.fromEntries(["status", "restart", "stop", "logs"].map((verb) => [verb, handle]));
    const server = await ControlServer.listen(this.path, verbs, options);
    this.#servers.push(server);
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) await server.close();
    Deno.removeSync(this.folder, { recursive: true });
  }
}

function isHostError(code: string): (error: unknown) => boolean {
  return (error) => error instanceof HostError && error.code === code;
}

const utf8 = new TextEncoder();

Deno.test("ControlServer has requests done, and askHost() gets events and the result", async () => {
  await using place = new Place();
  await place.listen(async ({ verb, service, lines }, emit) => {
    await emit({ line: "one" });
    await emit({ line: "two" });
    return { verb, service, lines };
  });
  const events: unknown[] = [];
  const result = await askHost(place.path, { verb: "logs", service: "a", lines: 2 }, {
    onEvent: (event) => events.push(event),
  });
  deepEqual(result, { verb: "logs", service: "a", lines: 2 });
  deepEqual(events, [{ line: "one" }, { line: "two" }]);
  equal(
    await askHost(place.path, { verb: "stop" }).then(() => Deno.lstatSync(`${place.folder}/run`).mode! & 0o777),
    0o700,
  );
});

Deno.test("ControlServer answers what it cannot do with an error, and goes on", async () => {
  await using place = new Place();
  await place.listen(({ verb }) => {
    if (verb === "status") return Promise.resolve("well");
    throw verb === "stop"
      ? new HostError("UnknownService", "Cannot stop x: there is no such service")
      : new Error("oh");
  });
  await rejects(askHost(place.path, { verb: "stop" }), {
    name: "HostError",
    code: "UnknownService",
    message: "Cannot stop x: there is no such service",
  });
  await rejects(askHost(place.path, { verb: "restart" }), { code: "RequestFailed", message: "oh" });

  const transport = await connect(place.path);
  const reader = new LineReader(transport, 1_000);
  await transport.write(utf8.encode(`nonsense\n{"v":9,"id":5,"verb":"status"}\n{"v":1,"id":6,"verb":"dance"}\n`));
  await transport.write(utf8.encode(`{"v":1,"id":7,"verb":"status"}\n`));
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(JSON.parse((await reader.next())!));
  deepEqual(answers.map(({ id, result, error }) => [id, result ?? error.code]), [
    [null, "BadRequest"],
    [5, "BadRequest"],
    [6, "UnknownVerb"],
    [7, "well"],
  ]);
  transport.close();
});

Deno.test("ControlServer aborts the signal of a handler whose client has left", async () => {
  await using place = new Place();
  const left = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  await place.listen((_request, _emit, signal) => {
    begun.resolve();
    signal.addEventListener("abort", () => left.resolve());
    return left.promise;
  });
  const controller = new AbortController();
  const reason = new Error("no longer wanted");
  const asking = askHost(place.path, { verb: "logs", follow: true }, { signal: controller.signal });
  await begun.promise;
  controller.abort(reason);
  await rejects(asking, reason);
  await left.promise;
});

Deno.test("ControlServer answers a peer that has said all it will", async () => {
  await using place = new Place();
  await place.listen(async (_request, _emit, signal) => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return "done";
  });
  using peer = await Deno.connect({ transport: "unix", path: place.path });
  await peer.write(utf8.encode('{"v":1,"id":7,"verb":"status"}\n'));
  await peer.closeWrite();
  equal(await new Response(peer.readable).text(), '{"v":1,"id":7,"result":"done"}\n');
});

Deno.test("ControlServer closes a connection that asks nothing, and one with a line that is too long", async () => {
  await using place = new Place();
  const clock = new ManualClock();
  await place.listen(() => Promise.resolve(null), { clock });
  const idle = await connect(place.path);
  await clock.timer(10_000);
  clock.advance(10_000);
  equal(await idle.read(), null);
  idle.close();

  const flooding = await connect(place.path);
  await rejects(
    (async () => {
      for (;;) await flooding.write(new Uint8Array(65_536).fill(0x78));
    })(),
    (error) => error instanceof ConnectionError && error.code === "ConnectionClosed",
  );
  flooding.close();
});

Deno.test("ControlServer.close() lets answers end that are under way, and ends what waits for requests", async () => {
  await using place = new Place();
  const begun = Promise.withResolvers<void>();
  const result = Promise.withResolvers<string>();
  const server = await place.listen(() => {
    begun.resolve();
    return result.promise;
  });
  const idle = await connect(place.path);
  const asking = askHost(place.path, { verb: "stop" });
  await begun.promise;
  const closing = server.close();
  result.resolve("done");
  equal(await asking, "done");
  await closing;
  equal(await idle.read(), null);
  idle.close();
});

Deno.test("ControlServer refuses a second host on its socket", async () => {
  await using place = new Place();
  const first = await place.listen(() => Promise.resolve(null));
  await rejects(place.listen(() => Promise.resolve(null)), isHostError("HostRunning"));
  await first.close();
  deepEqual([...Deno.readDirSync(`${place.folder}/run`)], []);
  await rejects(askHost(place.path, { verb: "status" }), isHostError("HostNotRunning"));
  await place.listen(() => Promise.resolve(null));
});

Deno.test("ControlServer refuses a socket whose lock it cannot open", async () => {
  await using place = new Place();
  Deno.mkdirSync(`${place.path}.lock`, { recursive: true, mode: 0o700 });
  await rejects(place.listen(() => Promise.resolve(null)), isHostError("FolderUnusable"));
});

Deno.test("ControlServer takes over what a killed host has left, and nothing that is no socket", async () => {
  await using place = new Place();
  Deno.mkdirSync(`${place.folder}/run`, { mode: 0o700 });
  const leave = `Deno.listen({ transport: "unix", path: Deno.args[0] }); Deno.kill(Deno.pid, "SIGKILL");`;
  await new Deno.Command(Deno.execPath(), { args: ["eval", leave, place.path] }).output();
  ok(Deno.lstatSync(place.path).isSocket);
  const server = await place.listen(() => Promise.resolve("new"));
  equal(await askHost(place.path, { verb: "status" }), "new");
  await server.close();

  Deno.writeTextFileSync(place.path, "precious");
  await rejects(
    place.listen(() => Promise.resolve(null)),
    (error) => error instanceof ConnectionError && error.code === "SocketInUse" && error.message.includes("--control"),
  );
  equal(Deno.readTextFileSync(place.path), "precious");
});

Deno.test("of ten hosts that begin at once on a stale socket one runs", async () => {
  await using place = new Place();
  Deno.mkdirSync(`${place.folder}/run`, { mode: 0o700 });
  const leave = `Deno.listen({ transport: "unix", path: Deno.args[0] }); Deno.kill(Deno.pid, "SIGKILL");`;
  await new Deno.Command(Deno.execPath(), { args: ["eval", leave, place.path] }).output();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) => place.listen(() => Promise.resolve(i))),
  );
  equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") equal(outcome.reason.code, "HostRunning");
  }
  equal(await askHost(place.path, { verb: "status" }), outcomes.findIndex(({ status }) => status === "fulfilled"));
});
