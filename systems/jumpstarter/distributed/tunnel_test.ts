import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { GrpcError, implement, MessageQueue, serve } from "@fluxwire/grpc";
import { FrameType, type StreamRequest, type StreamResponse } from "../generated/jumpstarter/v1/router_pb.ts";
import { ROUTER } from "../wire/services.ts";
import { bench, plainDial, start } from "./testing/started.ts";
import { openTunnel } from "./tunnel.ts";

Deno.test("D29 a router is called with its token, and with nothing else", async () => {
  await using started = await start(bench().devices);
  await started.leased("lease-1");
  await using _exporter = await started.client("lease-1");
  deepStrictEqual(started.controller.router.keys, [
    ["authorization", "user-agent"],
    ["authorization", "user-agent"],
  ]);
});

/** A router that is the peer. */
async function withPeer(
  test: (
    frames: AsyncIterator<StreamRequest>,
    answers: MessageQueue<StreamResponse>,
    endpoint: string,
  ) => Promise<void>,
): Promise<void> {
  const called = Promise.withResolvers<AsyncIterator<StreamRequest>>();
  const answers = new MessageQueue<StreamResponse>();
  const router = implement(ROUTER, {
    stream(requests, context) {
      if (context.metadata.get("authorization") !== "Bearer token-1") throw new GrpcError("UNAUTHENTICATED");
      called.resolve(requests);
      return answers;
    },
  });
  const server = await serve({ address: "127.0.0.1:0", services: [router] });
  try {
    await test({ next: async () => await (await called.promise).next() }, answers, server.address!);
  } finally {
    await server.stop();
  }
}

function frame(frameType: FrameType, text = ""): StreamResponse {
  return { $typeName: "jumpstarter.v1.StreamResponse", frameType, payload: new TextEncoder().encode(text) };
}

Deno.test("D30 payloads are the bytes of the tunnel; a direction ends with GOAWAY and half-close, PING is ignored", async () => {
  await withPeer(async (frames, answers, endpoint) => {
    // The router sends no headers before a frame: nothing waits for them.
    const meeting = { routerEndpoint: endpoint, routerToken: "token-1" };
    const { duplex, ended } = await openTunnel(plainDial, meeting);
    const writer = duplex.writable.getWriter(), reader = duplex.readable.getReader();
    await writer.write(new Uint8Array(70_000));
    const sizes = [await frames.next(), await frames.next()].map((
      { value },
    ) => [value.frameType, value.payload.length]);
    deepStrictEqual(sizes, [[FrameType.DATA, 65_536], [FrameType.DATA, 4_464]]);
    answers.send(frame(FrameType.PING));
    answers.send(frame(FrameType.DATA, "hello"));
    strictEqual(new TextDecoder().decode((await reader.read()).value), "hello");
    await writer.close();
    strictEqual((await frames.next()).value.frameType, FrameType.GOAWAY);
    strictEqual((await frames.next()).done, true);
    answers.send(frame(FrameType.DATA, "still"));
    strictEqual(new TextDecoder().decode((await reader.read()).value), "still");
    answers.send(frame(FrameType.GOAWAY));
    strictEqual((await reader.read()).done, true);
    answers.end();
    await ended;
  });
});

Deno.test("a client that is lost in the middle of a stream ends its method", async () => {
  await using started = await start(bench().devices);
  await started.leased("lease-1");
  const exporter = await started.client("lease-1");
  const lost = rejects(exporter.device("lamp").call("hang"), { code: "ConnectionClosed" });
  await started.logged(/^lamp\.hang: hangs$/);
  started.controller.router.breakAll();
  await lost;
  await started.logged(/^lamp\.hang: let go$/);
  await using again = await started.client("lease-1");
  strictEqual(await again.device("lamp").call("name"), "lamp");
});

Deno.test("D31 an echo of 8 MiB comes back through the router, and a client that goes leaves nothing", async () => {
  const { devices } = bench();
  await using started = await start(devices);
  await started.leased("lease-1");
  {
    await using exporter = await started.client("lease-1");
    await using stream = await exporter.device("lamp").bytes("echo");
    const part = crypto.getRandomValues(new Uint8Array(65_536));
    const writing = (async () => {
      for (let count = 0; count < 128; count++) await stream.write(part);
      stream.endWriting();
    })();
    let length = 0, isSame = true;
    for (let bytes = await stream.read(); bytes !== null; bytes = await stream.read()) {
      for (const [index, byte] of bytes.entries()) isSame &&= byte === part[(length + index) % part.length];
      length += bytes.length;
    }
    await writing;
    strictEqual(length, 8_388_608);
    strictEqual(isSame, true);
  }
  await started.controller.router.left();
});

Deno.test("a controller that names addresses without a router loses these clients only, and its lease ends in time", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using rude = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = silent.accept();
  rude.accept().then(async (connection) => {
    await connection.write(new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n"));
    connection.close();
  });
  await using started = await start(bench().devices);
  await started.leased("lease-1");
  const { port } = rude.addr;
  const lies = ["", "localhost:99999", "http://localhost/", `127.0.0.1:${port}`].map((routerEndpoint) => {
    started.controller.offer({ routerEndpoint, routerToken: "token" });
    return started.logged(new RegExp(`^Lost a client at the router ${routerEndpoint}: `));
  });
  started.controller.offer({ routerEndpoint: started.controller.endpoint, routerToken: "two\nlines" });
  started.controller.offer({ routerEndpoint: `127.0.0.1:${silent.addr.port}`, routerToken: "token" });
  await Promise.all([...lies, started.logged(/printable ASCII/)]);
  using _held = await accepted;
  {
    await using exporter = await started.client("lease-1");
    strictEqual(await exporter.device("lamp").call("name"), "lamp");
  }
  started.controller.unlease();
  await started.controller.seen("ReportStatus AVAILABLE Available for new lease");
});
