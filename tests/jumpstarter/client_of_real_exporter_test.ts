import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { connect, type Exporter, forwardTcp, forwardUnix, sink, source } from "@fluxwire/jumpstarter/client";
import { ENCODINGS } from "../../systems/jumpstarter/wire/names.ts";
import { decoded, encoded } from "../../systems/jumpstarter/coding/coded.ts";
import { makeCertificate } from "../peers/certificate.ts";
import { freePort } from "../free_port.ts";
import { jmp, startRun, startShell } from "./exporters.ts";

const IMAGE = new Uint8Array(randomBytes(300_000));

function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).bytes();
}

function textOf(bytes: Uint8Array | null): string {
  return new TextDecoder().decode(bytes ?? new Uint8Array());
}

/** What a device dumps. */
async function dumped(exporter: Exporter, encoding: typeof ENCODINGS[number] | null): Promise<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const bytes = bytesOf(readable);
  await exporter.device("storage").call("dump", [sink(writable, { encoding }), null]);
  return await bytes;
}

Deno.test("a client drives every device of a real jmp shell", async (t) => {
  await using real = await startShell(await jmp());
  await using exporter = await connect({ endpoint: { address: `unix:${real.host}`, tls: null, passphrase: null } });

  await t.step("the tree has aliases and children, and a status", async () => {
    equal([...exporter.root.children.keys()].join(), "power,echo,storage,serial,shell,lab,same");
    equal(exporter.device("same").report.uuid.length, 36);
    equal(exporter.device("lab.supply").report.path, "lab.supply");
    match(exporter.device("power").report.clientClass, /PowerClient$/);
    equal((await exporter.status()).status, "LEASE_READY");
  });

  await t.step("calls, generators and errors with codes", async () => {
    equal(await exporter.device("power").call("on"), null);
    deepEqual(await Array.fromAsync(exporter.device("same").stream("read")), [
      { voltage: 0, current: 0 },
      { voltage: 5, current: 2 },
    ]);
    await rejects(exporter.device("power").call("explode"), {
      name: "CallError",
      code: "NOT_FOUND",
      details: "method explode not found on driver",
    });
    await rejects(exporter.device("power").call("read"), { code: "NOT_FOUND", details: /marker_drivercall/ });
    await rejects(Array.fromAsync(exporter.device("power").stream("on")), { code: "NOT_FOUND" });
    await rejects(exporter.device("power").bytes().then((stream) => stream.read()), { code: "NOT_FOUND" });
    await rejects(exporter.reset(), { code: "UNIMPLEMENTED" });
  });

  await t.step("an abandoned generator of an exporter ends, and a deadline holds", async () => {
    for await (const item of exporter.device("power").stream("read")) {
      deepEqual(item, { voltage: 0, current: 0 });
      break;
    }
    const method = exporter.device("shell").stream("call_method", ["greet", {}], { timeoutMs: 1 });
    await rejects(Array.fromAsync(method), { code: "DEADLINE_EXCEEDED" });
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    await rejects(exporter.device("power").call("on", [], { signal: controller.signal }), /enough/);
  });

  await t.step("64 MiB come back from an echo, hash for hash", async () => {
    await using stream = await exporter.device("echo").bytes();
    const sent = createHash("sha256"), got = createHash("sha256");
    const part = crypto.getRandomValues(new Uint8Array(65_536));
    const writing = (async () => {
      for (let index = 0; index < 1_024; index++) {
        part[0] = index;
        sent.update(part);
        await stream.write(part.slice());
      }
      stream.endWriting();
    })();
    let length = 0;
    for (let bytes = await stream.read(); bytes !== null; bytes = await stream.read()) {
      got.update(bytes);
      length += bytes.length;
    }
    await writing;
    equal(length, 67_108_864);
    equal(got.digest("hex"), sent.digest("hex"));
  });

  await t.step("a serial port takes and gives bytes", async () => {
    await using stream = await exporter.device("serial").bytes();
    await stream.write(new TextEncoder().encode("ping"));
    let text = "";
    while (text.length < 4) text += textOf(await stream.read());
    equal(text, "ping");
  });

  for (const encoding of [null, ...ENCODINGS]) {
    await t.step(`flash and dump keep every byte, with ${encoding ?? "no compression"}`, async () => {
      const file = encoding === null ? IMAGE : await bytesOf(encoded(new Blob([IMAGE]).stream(), encoding));
      await exporter.device("storage").call("flash", [source(file, { encoding }), null]);
      deepEqual(await dumped(exporter, null), IMAGE);
      const dump = await dumped(exporter, encoding);
      const plain = encoding === null ? dump : await bytesOf(decoded(new Blob([dump.slice()]).stream(), encoding));
      deepEqual(plain, IMAGE);
    });
  }

  await t.step("a plain file that is flashed as gzip fails, and the error of the caller's stream is kept", async () => {
    const flash = (bytes: ReadableStream<Uint8Array>, encoding: "gzip" | null) =>
      exporter.device("storage").call("flash", [source(bytes, { encoding }), "other"]);
    await rejects(flash(new Blob([IMAGE]).stream(), "gzip"), { code: "UNKNOWN", details: /header check/ });
    let given = 0;
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => given++ < 3 ? controller.enqueue(IMAGE) : controller.error(new Error("disk gone")),
    });
    await rejects(flash(broken, null), /disk gone/);
  });

  await t.step("50 connections at once go through a TCP forward, and half-close survives", async () => {
    await using forward = forwardTcp(exporter.device("echo"));
    const answers = await Promise.all(Array.from({ length: 50 }, async (_, index) => {
      const connection = await Deno.connect(forward.address);
      await connection.write(new TextEncoder().encode(`connection ${index}`));
      await connection.closeWrite();
      return await new Response(connection.readable).text();
    }));
    deepEqual(answers, Array.from({ length: 50 }, (_, index) => `connection ${index}`));
  });

  await t.step("a Unix forward carries bytes, and takes its socket away", async () => {
    const path = `${real.folder}/forward`;
    {
      await using _forward = forwardUnix(exporter.device("echo"), path);
      const connection = await Deno.connect({ transport: "unix", path });
      await connection.write(new TextEncoder().encode("by socket"));
      await connection.closeWrite();
      equal(await new Response(connection.readable).text(), "by socket");
    }
    await rejects(Deno.stat(path), Deno.errors.NotFound);
  });

  await t.step("the log has the records from before", async () => {
    for await (const { source, message } of exporter.logs()) {
      if (source === "DRIVER" && message.includes("power on")) break;
    }
  });
});

Deno.test("a client reaches a real jmp run over TLS with a passphrase, and no other way", async () => {
  const { folder, authority, certFile, keyFile } = await makeCertificate();
  try {
    const args = ["--tls-cert", certFile, "--tls-key", keyFile, "--passphrase", "open sesame"];
    const port = freePort();
    await using _real = await startRun(await jmp(), port, args);
    const endpoint = { address: `localhost:${port}`, tls: { caCerts: [authority] }, passphrase: "open sesame" };
    {
      await using exporter = await connect({ endpoint });
      equal(await exporter.device("power").call("on"), null);
    }
    await rejects(connect({ endpoint: { ...endpoint, passphrase: "wrong" } }), { code: "UNAUTHENTICATED" });
    await rejects(connect({ endpoint: { ...endpoint, tls: {} } }), { code: "TlsFailed" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
