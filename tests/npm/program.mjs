/**
 * What a Node program does with the npm form: decodes the frames given on stdin, one `role layout hex` a line, writes each
 * as exact JSON or as its error, and gives the bytes of what it has read in a frame of its own.
 */
import { text } from "node:stream/consumers";
import { encodeFrame, FrameDecoder } from "@fluxwire/transport";
import { codecOf, decode, encode, fromExactJson, LAYOUTS, MalformedError, toExactJson } from "@fluxwire/wire";
import { openClient } from "@fluxwire/wire/client";

if (typeof openClient !== "function" || codecOf(LAYOUTS[0]) !== "bincode") process.exit(1);
for (const line of (await text(process.stdin)).trim().split("\n")) {
  const [role, layout, hex] = line.split(" ");
  try {
    const { envelope, pass } = decode(role, layout, Buffer.from(hex, "hex"));
    const json = toExactJson(role, envelope);
    const bytes = encode(role, layout, fromExactJson(role, json));
    const [payload] = new FrameDecoder().push(encodeFrame(bytes));
    console.log(`${pass} ${Buffer.from(payload).toString("hex")} ${json}`);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    console.log(error.message);
  }
}
