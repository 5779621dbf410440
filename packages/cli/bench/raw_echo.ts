/**
 * Answers each block of request bytes with a block of answer bytes, by plain reads and writes: the floor of a round trip.
 * If both blocks have the same size, which is the default, it returns the bytes that it received.
 *
 * Takes the socket's name, and the two numbers; ends when stdin closes.
 *
 * @module
 */
import { socketAddress } from "@fluxwire/transport";

const BUFFER_BYTES = 65_536;
const [socketId, requestText = "1", answerText = requestText] = Deno.args;
const requestBytes = Number(requestText), answerBytes = Number(answerText);

async function echo(conn: Deno.UnixConn): Promise<void> {
  const buffer = new Uint8Array(BUFFER_BYTES);
  const answer = new Uint8Array(Math.max(BUFFER_BYTES, answerBytes));
  let unanswered = 0;
  for (let count = await conn.read(buffer); count !== null; count = await conn.read(buffer)) {
    if (requestBytes === answerBytes) {
      await writeAll(conn, buffer.subarray(0, count));
      continue;
    }
    unanswered += count;
    for (; unanswered >= requestBytes; unanswered -= requestBytes) {
      await writeAll(conn, answer.subarray(0, answerBytes));
    }
  }
  conn.close();
}

async function writeAll(conn: Deno.UnixConn, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) written += await conn.write(bytes.subarray(written));
}

async function acceptAll(listener: Deno.UnixListener): Promise<void> {
  for await (const conn of listener) echo(conn);
}

acceptAll(Deno.listen({ transport: "unix", path: socketAddress(socketId!).path }));
await Deno.stdin.readable.pipeTo(new WritableStream());
Deno.exit();
