/**
 * Strangers of a driver: many that connect and say nothing, and some that write without a Hello. Each comes again as
 * soon as it is closed.
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

async function comeAgain(kind: keyof typeof visits, says: Uint8Array | null): Promise<never> {
  for (;;) {
    try {
      using conn = await Deno.connect({ transport: "unix", path });
      visits[kind]++;
      if (says !== null) await writeAll(conn, says);
      while (await conn.read(new Uint8Array(256)) !== null);
    } catch {
      // Closed or refused: that is what it comes for. A full queue would else be asked without a pause.
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

async function writeAll(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
}

for (let i = 0; i < Number(silent); i++) comeAgain("silent", null);
for (let i = 0; i < Number(flooding); i++) comeAgain("flooding", flood);
console.log("come");
for await (const _ of Deno.stdin.readable);
console.log(JSON.stringify(visits));
Deno.exit();
