/**
 * One conversation with a server, and one with a client, and what must hold after any of them.
 *
 * @module
 */
import { ConnectionError, ProtocolError, TIMED_OUT, within } from "@fluxwire/transport";
import { connect, GrpcError, implement, serve } from "@fluxwire/grpc";
import { onceIn, oneOf, seededDraw } from "../../../packages/testing/generate/draw.ts";
import { FLAG, FRAME, PREFACE } from "../../../packages/grpc/http2/frame_type.ts";
import { ECHO, ECHO_HANDLERS } from "../../../packages/grpc/testing/echo.ts";
import { frame, message, RawPeer, requestFields } from "../../../packages/grpc/testing/raw_peer.ts";
import { conversation, divided } from "./frames.ts";
import { ScriptedTransport } from "./scripted_transport.ts";

/** An end that has not ended by then hangs. */
const END_MS = 10_000;
/** What an end may write to a peer that sends nearly nothing: answers, not floods. */
const MAX_WRITTEN_BYTES = 4_000_000;

const PATHS = ["/test.Echo/Say", "/test.Echo/Join", "/test.Echo/Split", "/test.Echo/Chat", "/none"];

/** Runs one conversation with a server; gives what did not hold. */
export async function serverTrial(seed: number): Promise<string[]> {
  const draw = seededDraw(seed);
  const problems: string[] = [];
  const server = await serve({
    services: [implement(ECHO, ECHO_HANDLERS)],
    onError: (error) => {
      if (!isKnown(error)) problems.push(`the server failed with ${error}`);
    },
  });
  const peer = new RawPeer();
  let nextId = 1;
  const opening = () => {
    const id = nextId;
    nextId += 2;
    const block = peer.block(requestFields(oneOf(draw, PATHS)));
    const isEnd = onceIn(draw, 4) ? FLAG.endStream : 0;
    return [
      frame(FRAME.headers, FLAG.endHeaders | isEnd, id, block),
      frame(FRAME.data, onceIn(draw, 2) ? FLAG.endStream : 0, id, message(oneOf(draw, ["", "a b", "fail"]))),
    ];
  };
  const frames = [PREFACE, frame(FRAME.settings, 0, 0), ...conversation(draw, peer, opening)];
  const transport = new ScriptedTransport(divided(draw, frames));
  server.handle(transport);
  await transport.allRead;
  transport.close();
  if (await within(server.stop(END_MS), END_MS) === TIMED_OUT) problems.push("the server does not stop");
  if (transport.writtenBytes > MAX_WRITTEN_BYTES) problems.push(`the server wrote ${transport.writtenBytes} bytes`);
  return problems;
}

/** Runs one conversation with a client that makes calls of each kind; gives what did not hold. */
export async function clientTrial(seed: number): Promise<string[]> {
  const draw = seededDraw(seed);
  const problems: string[] = [];
  const peer = new RawPeer();
  let id = 1;
  const opening = () => {
    const fields = { ":status": "200", "content-type": "application/grpc" };
    const head = peer.block(Object.entries(fields).map(([name, value]) => ({ name, value })));
    const tail = peer.block([{ name: "grpc-status", value: oneOf(draw, ["0", "5", "x"]) }]);
    const frames = [
      frame(FRAME.headers, FLAG.endHeaders, id, head),
      frame(FRAME.data, 0, id, message("answer")),
      frame(FRAME.headers, FLAG.endHeaders | FLAG.endStream, id, tail),
    ];
    id = oneOf(draw, [id, id + 2]);
    return frames.slice(0, draw.integer(1, 3));
  };
  const script = divided(draw, conversation(draw, peer, opening));
  const transport = new ScriptedTransport([frame(FRAME.settings, 0, 0), ...script]);
  const channel = await connect(transport).catch((error) => error);
  if (channel instanceof Error) return isKnown(channel) ? [] : [`connect() failed with ${channel}`];
  const echo = channel.client(ECHO);
  const calls = [
    echo.say("a"),
    Array.fromAsync(echo.split("b")),
    echo.join(["c"]),
    Array.fromAsync(echo.chat(["d"])),
    echo.say("e", { timeoutMs: 1 }),
  ].map((call: Promise<unknown>) =>
    call.catch((error) => {
      if (!(error instanceof GrpcError)) problems.push(`a call failed with ${error}`);
    })
  );
  await transport.allRead;
  transport.close();
  if (await within(Promise.all([...calls, channel.closed]), END_MS) === TIMED_OUT) problems.push("a call does not end");
  const reason = await channel.closed;
  if (reason !== null && !isKnown(reason)) problems.push(`the channel closed with ${reason}`);
  return problems;
}

function isKnown(error: unknown): boolean {
  return error instanceof ProtocolError || error instanceof ConnectionError;
}
