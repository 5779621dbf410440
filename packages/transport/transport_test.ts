import assert from "node:assert/strict";
import { memoryPair } from "./memory.ts";
import { connectPipe, listenPipe } from "./pipe.ts";
import type { SocketAddress } from "./socket_name.ts";
import type { Listener, Transport } from "./transport.ts";
import { connectUnix, listenUnix } from "./unix.ts";

/** Both ends of a connection, and what else is open. */
interface Ends extends Disposable {
  host: Transport;
  driver: Transport;
}

async function openSocket(
  kind: "abstract" | "file",
  listen: (socketId: string, address: SocketAddress) => Promise<Listener>,
  connect: (socketId: string, address: SocketAddress) => Promise<Transport>,
): Promise<Ends> {
  const socketId = `fluxwire-${crypto.randomUUID()}`;
  const address = { kind, path: kind === "abstract" ? `\0${socketId}` : `/tmp/${socketId}` };
  const listener = await listen(socketId, address);
  const host = await connect(socketId, address);
  const driver = await listener.accept();
  assert.ok(driver !== null);
  const close = () => {
    host.close();
    driver.close();
    listener.close();
  };
  return { host, driver, [Symbol.dispose]: close };
}

function openMemory(): Promise<Ends> {
  const [host, driver] = memoryPair();
  const close = () => {
    host.close();
    driver.close();
  };
  return Promise.resolve({ host, driver, [Symbol.dispose]: close });
}

const KINDS: Record<string, () => Promise<Ends>> = {
  "abstract socket": () => openSocket("abstract", listenUnix, connectUnix),
  "socket file": () => openSocket("file", listenUnix, connectUnix),
  "pipe": () => openSocket("file", listenPipe, connectPipe),
  "memory": openMemory,
};

/** Everything up to the end, or up to that many bytes. */
async function readBytes(transport: Transport, count = Infinity): Promise<Uint8Array> {
  const bytes: number[] = [];
  while (bytes.length < count) {
    const chunk = await transport.read();
    if (chunk === null) break;
    for (const byte of chunk) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

const CLOSED = { name: "ConnectionError", code: "ConnectionClosed" };

for (const [kind, open] of Object.entries(KINDS)) {
  Deno.test(`Transport (${kind}) carries bytes in both directions`, async () => {
    using ends = await open();
    await ends.host.write(Uint8Array.of(1, 2, 3));
    assert.deepEqual(await readBytes(ends.driver, 3), Uint8Array.of(1, 2, 3));
    await ends.driver.write(Uint8Array.of(4));
    assert.deepEqual(await readBytes(ends.host, 1), Uint8Array.of(4));
  });

  Deno.test(`Transport.write() (${kind}) writes all of 1 MiB in order`, async () => {
    using ends = await open();
    const bytes = Uint8Array.from({ length: 1_048_576 }, (_, at) => at % 251);
    const [, read] = await Promise.all([ends.host.write(bytes), readBytes(ends.driver, bytes.length)]);
    assert.deepEqual(read, bytes);
  });

  Deno.test(`Transport.read() (${kind}) gives what was written before the peer closed, then null`, async () => {
    using ends = await open();
    await ends.host.write(Uint8Array.of(1, 2));
    ends.host.close();
    assert.deepEqual(await readBytes(ends.driver), Uint8Array.of(1, 2));
    assert.equal(await ends.driver.read(), null);
  });

  Deno.test(`Transport.close() (${kind}) settles a waiting read with null and may be repeated`, async () => {
    using ends = await open();
    const read = ends.host.read();
    ends.host.close();
    ends.host.close();
    assert.equal(await read, null);
    assert.equal(await ends.host.read(), null);
  });

  Deno.test(`Transport.close() (${kind}) rejects a waiting write and any later one`, async () => {
    using ends = await open();
    const write = ends.host.write(new Uint8Array(4_194_304));
    const rejected = assert.rejects(write, {
      ...CLOSED,
      message: "Cannot write to socket: the connection is closed",
    });
    await ends.driver.read();
    ends.host.close();
    await rejected;
    await assert.rejects(ends.host.write(Uint8Array.of(1)), CLOSED);
  });

  Deno.test(`Transport.write() (${kind}) rejects once the peer is gone`, async () => {
    using ends = await open();
    ends.driver.close();
    assert.equal(await ends.host.read(), null);
    await assert.rejects(async () => {
      for (;;) await ends.host.write(new Uint8Array(65_536));
    }, CLOSED);
  });
}
