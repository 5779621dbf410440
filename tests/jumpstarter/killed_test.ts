import { equal, rejects } from "node:assert/strict";
import { connect, forwardTcp, source } from "@fluxwire/jumpstarter/client";
import { freePort } from "../free_port.ts";
import { OWN, startRun } from "./exporters.ts";

const WITHIN_MS = 1_000;

/** How long a promise takes, in milliseconds. */
async function timeOf(promise: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await promise;
  return performance.now() - start;
}

Deno.test("SIGKILL of an exporter fails all that runs within a second", async () => {
  const port = freePort();
  await using own = await startRun(OWN, port, ["--tls-grpc-insecure"]);
  await using exporter = await connect({ endpoint: { address: own.host, tls: null, passphrase: null } });
  const stream = await exporter.device("echo").bytes();
  await stream.write(new Uint8Array(1));
  await stream.read();
  await using forward = forwardTcp(exporter.device("echo"));
  const connection = await Deno.connect(forward.address);
  await connection.write(new Uint8Array(1));
  await connection.read(new Uint8Array(1));
  const flash = exporter.device("storage").call("flash", [source(new ReadableStream()), null]);
  const lost = { name: "ConnectionError", code: "ConnectionClosed" };
  const failing = Promise.all([
    rejects(stream.read(), lost),
    rejects(flash, lost),
    connection.read(new Uint8Array(1)).then((count) => equal(count, null)),
    exporter.closed,
  ]);
  Deno.kill(own.pid, "SIGKILL");
  const took = await timeOf(failing);
  equal(took < WITHIN_MS, true, `it took ${took} ms`);
  connection.close();
});

Deno.test("SIGKILL of j in the middle of a flash frees the exporter's device", async () => {
  const port = freePort();
  await using own = await startRun(OWN, port, ["--tls-grpc-insecure"]);
  const j = new Deno.Command(OWN.program, {
    args: [...OWN.args, "j", "--host", own.host, "--insecure", "storage", "flash", "-"],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = j.stdin.getWriter();
  // More than pipes and windows hold: when all of it is written, the device reads.
  for (let index = 0; index < 32; index++) await writer.write(new Uint8Array(65_536));
  j.kill("SIGKILL");
  await j.status;
  await writer.abort().catch(() => {});
  await using exporter = await connect({ endpoint: { address: own.host, tls: null, passphrase: null } });
  const image = new TextEncoder().encode("the next image");
  const took = await timeOf(exporter.device("storage").call("flash", [source(image), null]));
  equal(took < WITHIN_MS, true, `it took ${took} ms`);
});
