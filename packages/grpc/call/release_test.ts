import { equal, ok } from "node:assert/strict";
import { type Bidi, type Codec, connect, implement, serve, type ServiceDefinition } from "../mod.ts";

const COUNT = 200, LENGTH = 40_000;

Deno.test("a codec gets back what is copied, and never what waits for the peer's window", async () => {
  let released = 0;
  const text: Codec<string> = {
    encode: (message) => new TextEncoder().encode(message),
    decode: (bytes) => new TextDecoder().decode(bytes),
    release(bytes) {
      released++;
      // What were still to be sent would come as this.
      bytes.fill(0x21);
    },
  };
  const service: ServiceDefinition<{ chat: Bidi<string, string> }> = {
    name: "test.Release",
    methods: { chat: { name: "Chat", kind: "bidi", request: text, response: text } },
  };
  const server = await serve({ address: "127.0.0.1:0", services: [implement(service, { chat: (texts) => texts })] });
  const channel = await connect(server.address!);
  const sent = Array.from({ length: COUNT }, (_, index) => String(index % 10).repeat(LENGTH));
  let at = 0;
  for await (const got of channel.client(service).chat(sent)) equal(got, sent[at++]);
  equal(at, COUNT);
  ok(released > 0, "nothing was released");
  await channel.close();
  await server.stop();
});
