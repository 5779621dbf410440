import { createSocket } from "node:dgram";
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { sink, source } from "../client/resource.ts";
import { bench, echoes } from "./testing/bench.ts";

Deno.test("power/mock answers as upstream's does", async () => {
  await using one = await bench("power/mock");
  const { root } = one.exporter;
  strictEqual(await root.call("on"), null);
  strictEqual(await root.call("off"), null);
  deepStrictEqual(await Array.fromAsync(root.stream("read")), [{ voltage: 0, current: 0 }, { voltage: 5, current: 2 }]);
});

Deno.test("power/http asks the supply, and says what it has answered", async () => {
  const asked: string[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    if (pathname === "/read") return Response.json({ voltage: 12, current: 0.5 });
    return new Response("no", { status: pathname === "/off" ? 503 : 200 });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  const config = { on: `${url}/on`, off: `${url}/off?key=secret`, read: `${url}/read`, method: "POST" };
  await using one = await bench("power/http", config);
  const { root } = one.exporter;
  await root.call("on");
  deepStrictEqual(await Array.fromAsync(root.stream("read")), [{ voltage: 12, current: 0.5 }]);
  await rejects(root.call("off"), (error: Error) => {
    match(error.message, /POST http:\/\/127\.0\.0\.1:\d+\/off answered 503: no/);
    return true;
  });
  deepStrictEqual(asked, ["POST /on", "POST /read", "POST /off"]);
});

Deno.test("power/http says that the supply cannot be reached, without the secrets of its address", async () => {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => new Response());
  const place = `127.0.0.1:${server.addr.port}`;
  await server.shutdown();
  const on = `http://me:secret@${place}/on?key=secret`;
  await using one = await bench("power/http", { on, off: on });
  const text = `Cannot call on: cannot reach http://${place}/on (UNAVAILABLE)`;
  await rejects(one.exporter.root.call("on"), { code: "UNAVAILABLE", message: text });
});

Deno.test("power/command runs commands, and gives their last words", async () => {
  const file = Deno.makeTempFileSync();
  const config = { on: `echo on > ${file}`, off: "echo burnt >&2; exit 4", read: `echo '{"voltage":1,"current":2}'` };
  await using one = await bench("power/command", config);
  const { root } = one.exporter;
  await root.call("on");
  strictEqual(Deno.readTextFileSync(file), "on\n");
  Deno.removeSync(file);
  await rejects(root.call("off"), /exit code 4: burnt/);
  deepStrictEqual(await Array.fromAsync(root.stream("read")), [{ voltage: 1, current: 2 }]);
});

Deno.test("power/command ends a command whose time is up, with what it has started", async () => {
  await using one = await bench("power/command", { on: "sleep 600; true", off: "sleep 600 & wait", timeout: 0.2 });
  for (const method of ["on", "off"]) await rejects(one.exporter.root.call(method), { code: "DEADLINE_EXCEEDED" });
  const call = one.exporter.root.call("on", [], { timeoutMs: 50 });
  await rejects(call, { code: "DEADLINE_EXCEEDED" });
});

Deno.test("network/tcp, network/unix and network/echo pass bytes and their ends", async () => {
  const path = `${Deno.makeTempDirSync()}/socket`;
  using tcp = Deno.listen({ port: 0, hostname: "127.0.0.1" }), unix = Deno.listen({ transport: "unix", path });
  for (const listener of [tcp, unix]) listener.accept().then(async (conn) => await conn.readable.pipeTo(conn.writable));
  const { port } = tcp.addr as Deno.NetAddr;
  const devices = [["network/tcp", { host: "127.0.0.1", port }], ["network/unix", { path }], [
    "network/echo",
    {},
  ]] as const;
  for (const [type, config] of devices) {
    await using one = await bench(type, config);
    await using stream = await one.exporter.root.bytes();
    await echoes(stream);
    if (type === "network/tcp") strictEqual(await one.exporter.root.call("address"), `tcp://127.0.0.1:${port}`);
  }
  Deno.removeSync(path.replace(/\/socket$/, ""), { recursive: true });
});

Deno.test("network/udp sends and receives datagrams", async () => {
  const peer = createSocket("udp4");
  await new Promise<void>((resolve) => peer.bind(0, "127.0.0.1", resolve));
  peer.on("message", (message, from) => peer.send(message, from.port, from.address));
  await using one = await bench("network/udp", { host: "127.0.0.1", port: peer.address().port });
  await using stream = await one.exporter.root.bytes();
  const writer = stream.writable.getWriter(), reader = stream.readable.getReader();
  await writer.write(new TextEncoder().encode("ping"));
  strictEqual(new TextDecoder().decode((await reader.read()).value), "ping");
  peer.close();
});

Deno.test("storage/flasher writes and reads files by their targets", async () => {
  const folder = Deno.makeTempDirSync();
  const targets = { boot: `${folder}/boot` };
  await using one = await bench("storage/flasher", { path: `${folder}/disk`, targets });
  const { root } = one.exporter;
  const image = crypto.getRandomValues(new Uint8Array(60_000));
  await root.call("flash", [source(new Blob([image]).stream()), null]);
  deepStrictEqual(Deno.readFileSync(`${folder}/disk`), image);
  await root.call("flash", [source(new Blob(["kernel"]).stream()), "boot"]);
  strictEqual(Deno.readTextFileSync(`${folder}/boot`), "kernel");
  const back = new TransformStream<Uint8Array, Uint8Array>();
  const text = new Response(back.readable as ReadableStream<Uint8Array<ArrayBuffer>>).text();
  await root.call("dump", [sink(back.writable), "boot"]);
  strictEqual(await text, "kernel");
  await rejects(
    root.call("dump", [sink(new WritableStream()), "none"]),
    /unknown target "none": the targets are default, boot/,
  );
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("shell/commands gives output as it comes, the exit code, and refuses what would run other programs", async () => {
  const methods = {
    greet: { command: 'echo "hello $1 $WHO"; echo err >&2; exit 3', description: "Greets" },
    slow: { command: "sleep 1000 & sleep 1000", timeout: 0.2 },
    plain: "true",
  };
  await using one = await bench("shell/commands", { methods });
  const { root } = one.exporter;
  deepStrictEqual(await root.call("get_methods"), { greet: "Greets", slow: "", plain: "" });
  const items = await Array.fromAsync(root.stream("call_method", ["greet", { WHO: "you" }, "to"])) as unknown[][];
  strictEqual(items.map(([out]) => out).join(""), "hello to you\n");
  strictEqual(items.map(([, err]) => err).join(""), "err\n");
  deepStrictEqual(items.at(-1), ["", "", 3]);
  const late = await Array.fromAsync(root.stream("call_method", ["slow", {}])) as unknown[][];
  strictEqual(late.at(-1)![2], 199);
  const failing = async (...args: unknown[]) => await Array.fromAsync(root.stream("call_method", args));
  await rejects(failing("none", {}), /unknown command "none": the commands are greet, slow, plain/);
  await rejects(failing("plain", { LD_PRELOAD: "/x" }), /the variable LD_PRELOAD cannot be set by clients/);
});

Deno.test("serial/port speaks to a TCP port and to itself, and says what is wrong with a file", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  listener.accept().then(async (conn) => await conn.readable.pipeTo(conn.writable));
  const { port } = listener.addr as Deno.NetAddr;
  for (const url of [`socket://127.0.0.1:${port}`, "loop://"]) {
    await using one = await bench("serial/port", { url });
    await using stream = await one.exporter.root.bytes();
    await echoes(stream);
  }
  await rejects(bench("serial/port", { url: "/dev/none" }), Deno.errors.NotFound);
  await using one = await bench("serial/port", { url: "/dev/null" });
  await rejects(one.exporter.root.bytes(), /Cannot set up \/dev\/null: /);
});

Deno.test("storage/mock-flasher and storage/mock-mux leave nothing behind", async () => {
  const { makeTempDirSync, makeTempFileSync } = Deno, made: string[] = [];
  const noting = (make: typeof makeTempDirSync) => (options?: Deno.MakeTempOptions) => {
    const path = make(options);
    made.push(path);
    return path;
  };
  Object.assign(Deno, { makeTempDirSync: noting(makeTempDirSync), makeTempFileSync: noting(makeTempFileSync) });
  try {
    for (
      const [type, write, read] of [["storage/mock-flasher", "flash", "dump"], ["storage/mock-mux", "write", "read"]]
    ) {
      await using one = await bench(type!);
      const { root } = one.exporter;
      await root.call(write!, [source(new Blob(["image"]).stream())]);
      const back = new TransformStream<Uint8Array, Uint8Array>();
      const text = new Response(back.readable as ReadableStream<Uint8Array<ArrayBuffer>>).text();
      await root.call(read!, [sink(back.writable)]);
      strictEqual(await text, "image");
    }
  } finally {
    Object.assign(Deno, { makeTempDirSync, makeTempFileSync });
  }
  // Each has a place of its own, and its socket another.
  strictEqual(made.length, 4);
  for (const path of made) await rejects(Deno.stat(path), Deno.errors.NotFound);
});
