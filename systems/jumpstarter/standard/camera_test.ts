import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { sink } from "../client/resource.ts";
import { bench } from "./testing/bench.ts";

Deno.test("camera/http gives a picture as bytes, and into a file", async () => {
  const picture = new Uint8Array(200_000).map((_, at) => at * 7), asked: (string | null)[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    asked.push(request.headers.get("authorization"));
    return new Response(picture);
  });
  const url = `http://127.0.0.1:${server.addr.port}/snapshot.jpg`;
  await using one = await bench("camera/http", { url, headers: { authorization: "Bearer x" } });
  const { root } = one.exporter;
  await using stream = await root.bytes("snapshot");
  deepStrictEqual(new Uint8Array(await new Response(stream.readable as BodyInit).arrayBuffer()), picture);
  const saved = new TransformStream<Uint8Array, Uint8Array>();
  const bytes = new Response(saved.readable as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer();
  await root.call("save", [sink(saved.writable)]);
  deepStrictEqual(new Uint8Array(await bytes), picture);
  deepStrictEqual(asked, ["Bearer x", "Bearer x"]);
});

Deno.test("camera/http says what the camera has answered, without the secrets of its address", async () => {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => {
    return new Response("busy", { status: 503 });
  });
  const url = `http://user:secret@127.0.0.1:${server.addr.port}/snapshot?key=secret`;
  await using one = await bench("camera/http", { url: url.replace("user:secret@", "") });
  await rejects(one.exporter.root.bytes("snapshot"), (error: Error & { code?: string }) => {
    match(error.message, /GET http:\/\/127\.0\.0\.1:\d+\/snapshot answered 503, and no picture/);
    strictEqual(error.code, "INTERNAL");
    return true;
  });
});
