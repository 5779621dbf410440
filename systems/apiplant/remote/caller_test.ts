import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { serveDriver } from "../driver/serve.ts";
import { ErrorStorage } from "../generated/apiplant/storage/v1/error_storage_pb.ts";
import type { StorageError } from "../storage/roles.ts";
import { Caller } from "./caller.ts";
import { targetOf } from "./target.ts";

const { info } = ErrorStorage.method;

/** Calls a server that answers as a test says. */
async function calling(
  answer: (request: Request) => Response | Promise<Response>,
  work: (caller: Caller) => Promise<void>,
  timeoutMs = 20_000,
): Promise<void> {
  await using served = serveDriver((request) => Promise.resolve(answer(request)), { hostname: "127.0.0.1", port: 0 });
  await using caller = new Caller({ target: targetOf(served.url)!, encoding: "json", token: "hunter2", timeoutMs });
  await work(caller);
}

const failed = (code: string, message: RegExp) => (error: unknown) => {
  equal((error as StorageError).code, code, String(error));
  match((error as StorageError).message, message);
  return !Deno.inspect(error).includes("hunter2");
};

const ANSWERS: readonly [name: string, answer: () => Response, code: string, message: RegExp][] = [
  [
    "a code of Connect",
    () => Response.json({ code: "aborted", message: "late\n" }, { status: 409 }),
    "conflict",
    /: late/,
  ],
  ["a number of gRPC", () => Response.json({ code: 5, message: "x" }, { status: 404 }), "not_found", /not_found: x/],
  ["a code that nothing is known of", () => Response.json({ code: "new" }, { status: 418 }), "unavailable", /new/],
  ["a status alone", () => new Response("no", { status: 413 }), "exhausted", /resource_exhausted with status 413/],
  ["a page that was not found", () => new Response("<html>", { status: 404 }), "unimplemented", /status 404/],
  [
    "a refused token",
    () => Response.json({ code: "unauthenticated" }, { status: 401 }),
    "invalid",
    /refuses the token/,
  ],
  ["a redirect", () => Response.redirect("http://127.0.0.1:1/"), "unavailable", /status 302/],
  ["another content type", () => new Response("{}"), "unavailable", /is it a driver/],
  ["a body that is no message", () => Response.json([1]), "unavailable", /no apiplant.storage.v1.DriverInfo/],
];

for (const [name, answer, code, message] of ANSWERS) {
  Deno.test(`Caller.call() understands ${name}`, async () => {
    await calling(answer, (caller) => rejects(caller.call(info, {}), failed(code, message)));
  });
}

Deno.test("Caller.call() sends the token, a deadline and an id of its own with each call", async () => {
  const seen: Headers[] = [];
  const answer = ({ headers }: Request) => {
    seen.push(headers);
    return Response.json({ name: "test", later: { member: 1 } });
  };
  await calling(answer, async (caller) => {
    equal((await caller.call(info, {})).name, "test");
    await caller.call(info, {}, { waitMs: 5 });
  });
  deepStrictEqual(seen.map((one) => one.get("authorization")), ["Bearer hunter2", "Bearer hunter2"]);
  deepStrictEqual(seen.map((one) => one.get("connect-timeout-ms")), ["20000", "20005"]);
  equal(new Set(seen.map((one) => one.get("x-request-id"))).size, 2);
});

Deno.test("Caller.call() repeats what may be repeated while the driver is unavailable, and nothing else", async () => {
  let calls = 0;
  const answer = () => ++calls % 3 === 0 ? Response.json({}) : Response.json({ code: "unavailable" }, { status: 503 });
  await calling(answer, async (caller) => {
    await caller.call(info, {}, { isRepeatable: true });
    equal(calls, 3);
    await rejects(caller.call(info, {}), failed("unavailable", /unavailable/));
    equal(calls, 4);
  });
});

Deno.test("Caller.call() gives up when its time is over, its signal aborts, or it is closed", async () => {
  const waiting = (request: Request) =>
    new Promise<Response>((resolve) => {
      request.signal.addEventListener("abort", () => resolve(new Response()), { once: true });
    });
  await calling(waiting, (caller) => rejects(caller.call(info, {}), failed("unavailable", /no answer .* 30 ms/)), 30);
  await calling(waiting, async (caller) => {
    const abort = new AbortController();
    const aborted = rejects(caller.call(info, {}, { signal: abort.signal }), /stop/);
    abort.abort(new Error("stop"));
    await aborted;
    const closed = rejects(caller.call(info, {}, { isRepeatable: true }), failed("unavailable", /is closed/));
    await caller[Symbol.asyncDispose]();
    await closed;
  });
});

Deno.test("targetOf() takes addresses of HTTP and Unix sockets, and none with a password", () => {
  deepStrictEqual(targetOf("https://host/a/b//"), { name: "https://host/a/b", base: "https://host/a/b", socket: null });
  equal(targetOf("unix:/run/s")!.socket, "/run/s");
  equal(targetOf("unix:///run/s")!.socket, "/run/s");
  for (const wrong of ["unix:run/s", "ftp://host", "host:1", "http://a:b@host", "http://host?a", "http://host#a", ""]) {
    equal(targetOf(wrong), null, wrong);
  }
});
