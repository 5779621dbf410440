import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type DriverRpcErrorCode, encode } from "@fluxwire/wire";
import { encodeFrame } from "@fluxwire/transport";
import { freshSocket } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";
import { answer, HELLO, type Reaction, ScriptedSocket } from "./scripted_socket.ts";

/** Runs a verb on a driver with the given reaction to Hello, and gives exit code and error code. */
async function codesAfter(reaction: Reaction, verb = ["hello"]): Promise<[number, string]> {
  await using driver = await ScriptedSocket.open(() => reaction);
  const { code, json } = await probeJson([...verb, "--socket", driver.socket]);
  return [code, json.error.code];
}

Deno.test("probe exits with 2 if nothing listens", async () => {
  const socket = freshSocket();
  for (const verb of [["hello"], ["ping"], ["query", "x"], ["tour"]]) {
    const { code, json } = await probeJson([...verb, "--socket", socket]);
    equal(code, 2, verb[0]);
    equal(json.error.code, "SocketUnreachable");
    ok(json.error.message.includes(`"${socket}"`));
  }
  const human = await probe(["ping", "--socket", socket]);
  equal(human.stdout, "");
  match(human.stderr, /^error\[SocketUnreachable\]: .*\n$/);
});

Deno.test("probe exits with 2 if the driver does not start, and shows its output", async () => {
  const { code, json } = await probeJson(["ping", "--", "sh", "-c", "echo no database >&2; exit 3"]);
  equal(code, 2);
  equal(json.error.code, "ExitedEarly");
  match(json.error.message, /^Cannot start sh: it ended with exit code 3 .*; its last words: no database$/);
  deepEqual(json.error.output, { stdout: [], stderr: ["no database"] });
});

Deno.test("probe exits with 3 if the driver refuses the token", async () => {
  await using driver = await ScriptedSocket.open((request, layout) =>
    error(request, layout, "InvalidRequest", "Unauthorized driver RPC client")
  );
  const { code, json } = await probeJson(["ping", "--socket", driver.socket]);
  equal(code, 3);
  equal(json.error.code, "TokenRefused");
});

Deno.test("probe exits with 4 for bytes that are not a message", async () => {
  deepEqual(await codesAfter(encodeFrame(new TextEncoder().encode("HTTP/1.1 400 Bad Request"))), [4, "Malformed"]);
  deepEqual(await codesAfter(new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n")), [4, "FrameTooLong"]);
  deepEqual(await codesAfter(Uint8Array.of(0, 0, 0, 0)), [4, "FrameEmpty"]);
  deepEqual(await codesAfter(Uint8Array.of(1, 0, 0, 1)), [4, "FrameTooLong"]);
});

Deno.test("probe exits with 4 for an answer to another request", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    if (request.body.type === "Hello") return answer(request, layout, HELLO);
    return answer({ ...request, requestId: 99n }, layout, { type: "Pong" });
  });
  const { code, json } = await probeJson(["ping", "--socket", driver.socket]);
  equal(code, 4);
  equal(json.error.code, "RequestIdMismatch");
});

Deno.test("probe exits with 5 if the driver leaves at every attempt, from newest to oldest layout", async () => {
  await using driver = await ScriptedSocket.open(() => "close");
  const { code, json } = await probeJson(["hello", "--socket", driver.socket]);
  equal(code, 5);
  equal(json.error.code, "NoCommonLayout");
  const releases = driver.requests.map(({ body }) => body.type === "Hello" && body.clientVersion);
  deepEqual(releases, ["0.7.7", "0.6.0", "0.5.6", "0.4.7"]);
  equal((await probe(["hello", "--layout", "0.6", "--socket", driver.socket])).code, 5);
});

Deno.test("probe exits with 5 without a common version", async () => {
  await using driver = await ScriptedSocket.open((request, layout) =>
    error(request, layout, "VersionMismatch", "No compatible protocol version. Server: 9.9")
  );
  const { code, json } = await probeJson(["hello", "--socket", driver.socket]);
  equal(code, 5);
  equal(json.error.code, "VersionMismatch");
  equal(driver.requests.length, 1);
});

Deno.test("probe finds the layout of a driver that speaks the other codec", async () => {
  await using driver = await ScriptedSocket.open((request) => {
    const protocolVersion = { major: 1, minor: 2 };
    const body = request.body.type === "Hello" ? HELLO : { type: "Pong" } as const;
    const { requestId, sessionId } = request;
    return encodeFrame(encode("response", "0.6", { protocolVersion, requestId, sessionId, done: true, body }));
  });
  const { code, json } = await probeJson(["ping", "--socket", driver.socket]);
  equal(code, 0);
  equal(json.layout, "0.6");
});

/**
 * Runs a verb on a driver that becomes silent until the verb's time limit is over, and gives the verb's requests.
 *
 * The limit grows until at least so many arrive within it: on a busy machine, a verb takes longer than that to start.
 */
async function timedOutOn(driver: ScriptedSocket, verb: readonly string[], least: number): Promise<string[]> {
  for (let timeoutMs = 150;; timeoutMs *= 2) {
    const before = driver.requests.length;
    const { code, json } = await probeJson([...verb, "--timeout", String(timeoutMs), "--socket", driver.socket]);
    equal(code, 7, verb[0]);
    deepEqual([json.error.code, json.error.message], [
      "Timeout",
      `Cannot finish ${verb[0]}: it took longer than the ${timeoutMs} ms of --timeout`,
    ]);
    const requests = driver.requests.slice(before).map(({ body }) => body.type);
    if (requests.length >= least) return requests;
  }
}

Deno.test("probe exits with 7 on a silent driver, for every verb", async () => {
  await using silent = await ScriptedSocket.open(() => "silence");
  await using afterHello = await ScriptedSocket.open((request, layout) => {
    return request.body.type === "Hello" ? answer(request, layout, HELLO) : "silence";
  });
  for (const verb of [["tour"], ["hello"], ["ping"], ["query", "x"]]) {
    deepEqual(await timedOutOn(silent, verb, 1), ["Hello"], `one attempt of ${verb[0]}`);
    if (verb[0] === "hello") continue;
    const [first, second, ...more] = await timedOutOn(afterHello, verb, 2);
    deepEqual([first, more], ["Hello", []], `${verb[0]} sends nothing behind ${second}`);
  }
});

Deno.test("probe exits with 7 while it waits for a driver to start, and stops the driver", async () => {
  const args = ["ping", "--timeout", "150", "--", "sh", "-c", "exec sleep 1000", "{socket}"];
  const { code, json } = await probeJson(args);
  equal(code, 7);
  equal(json.error.code, "Timeout");
});

function error(
  request: Parameters<typeof answer>[0],
  layout: Parameters<typeof answer>[1],
  code: DriverRpcErrorCode,
  message: string,
): Uint8Array {
  return answer(request, layout, { type: "Error", code, message, retriable: false });
}
