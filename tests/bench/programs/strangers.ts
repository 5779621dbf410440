/**
 * Strangers of a driver: many that connect and say nothing, and some that write without a Hello and come again as soon as
 * they are closed.
 *
 * Takes the socket's name, the number of silent ones, that of flooding ones, and the bytes that each of these writes.
 * Prints a line once every stranger has tried to come, counts on a line at its end, and ends when standard input does.
 *
 * @module
 */
import { encodeFrame, socketAddress } from "@fluxwire/transport";

const [socketId, silent, flooding, bytes] = Deno.args;
const path = socketAddress(socketId!).path;
/** A frame that is whole, and no message: to be read, and then refused. */
const flood = encodeFrame(new Uint8Array(Number(bytes) - 4).fill(0xff));
const visits = { silent: 0, flooding: 0 };

/** Connects, says its bytes, and stays until it is closed. */
async function visit(kind: keyof typeof visits, says: Uint8Array): Promise<void> {
  try {
    using conn = await Deno.connect({ transport: "unix", path });
    visits[kind]++;
    await writeAll(conn, says);
    while (await conn.read(new Uint8Array(256)) !== null);
  } catch {
    // Closed or refused, which is no failure here. Without a pause a full queue would be asked in a busy loop.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function comeAgain(): Promise<never> {
  for (;;) await visit("flooding", flood);
}

async function writeAll(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
}

for (let i = 0; i < Number(silent); i++) visit("silent", new Uint8Array(0));
for (let i = 0; i < Number(flooding); i++) comeAgain();
console.log("come");
for await (const _ of Deno.stdin.readable);
console.log(JSON.stringify(visits));
Deno.exit();
