/**
 * Gives every connection its bytes back, by nothing but the system's reads and writes: the floor of a round trip.
 *
 * Takes the socket's name; ends when standard input does.
 *
 * @module
 */
import { socketAddress } from "jsr:@fluxwire/wire@^0.1.0/transport";

async function echo(conn: Deno.UnixConn): Promise<void> {
  const buffer = new Uint8Array(65_536);
  for (let count = await conn.read(buffer); count !== null; count = await conn.read(buffer)) {
    let written = 0;
    while (written < count) written += await conn.write(buffer.subarray(written, count));
  }
  conn.close();
}

async function acceptAll(listener: Deno.UnixListener): Promise<void> {
  for await (const conn of listener) echo(conn);
}

acceptAll(Deno.listen({ transport: "unix", path: socketAddress(Deno.args[0]!).path }));
await Deno.stdin.readable.pipeTo(new WritableStream());
Deno.exit();
