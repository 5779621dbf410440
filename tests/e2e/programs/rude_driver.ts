/**
 * A driver that listens correctly, and then misbehaves as its first argument says: `rude_driver.ts HOW --socket NAME`.
 *
 * @module
 */
import { decode, detectCodec, type DriverRpcErrorCode, encode } from "@fluxwire/wire";
import { encodeFrame, FrameDecoder, listen, type Transport } from "@fluxwire/transport";

const HOWS: Readonly<Record<string, (transport: Transport, payload: Uint8Array) => Promise<void> | void>> = {
  "say nothing": () => {},
  "hang up": (transport) => transport.close(),
  "end": () => {
    console.error("cannot open the database");
    Deno.exit(9);
  },
  "speak HTTP": (transport) => transport.write(new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n")),
  "speak bincode": (transport) => refuse(transport, "0.6", 0n, "VersionMismatch"),
  "know no version": answerWith("VersionMismatch"),
  "be out of order": answerWith("Internal"),
};

function answerWith(code: DriverRpcErrorCode) {
  return (transport: Transport, payload: Uint8Array): Promise<void> => {
    const layout = detectCodec(payload) === "bincode" ? "0.6" : "0.7.1";
    const { requestId } = decode("request", layout, payload).envelope;
    return refuse(transport, layout, requestId, code);
  };
}

function refuse(
  transport: Transport,
  layout: "0.6" | "0.7.1",
  requestId: bigint,
  code: DriverRpcErrorCode,
): Promise<void> {
  const body = { type: "Error", code, message: `the message of ${code}`, retriable: false } as const;
  const protocolVersion = { major: 1, minor: 2 };
  return transport.write(
    encodeFrame(encode("response", layout, { protocolVersion, requestId, sessionId: null, done: true, body })),
  );
}

async function converse(transport: Transport, react: (typeof HOWS)[string]): Promise<void> {
  const frames = new FrameDecoder();
  for (let chunk = await transport.read(); chunk !== null; chunk = await transport.read()) {
    for (const payload of frames.push(chunk)) await react(transport, payload);
  }
  transport.close();
}

const [how = "", , socket = ""] = Deno.args;
const react = HOWS[how]!;
const listener = await listen(socket);
for (let transport = await listener.accept(); transport !== null; transport = await listener.accept()) {
  converse(transport, react);
}
