import { strictEqual } from "node:assert/strict";
import { EventEmitter } from "node:events";
import { keepLostSockets } from "./lost_sockets.ts";

/** Emits an error that nothing listens to, in a turn of its own, and gives whether it was kept from ending the process. */
async function isKept(error: Error): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const note = (event: ErrorEvent) => {
    resolve(event.defaultPrevented);
    event.preventDefault();
  };
  globalThis.addEventListener("error", note);
  setTimeout(() => new EventEmitter().emit("error", error));
  try {
    return await promise;
  } finally {
    globalThis.removeEventListener("error", note);
  }
}

Deno.test("keepLostSockets() keeps the error of a socket that nothing listens to from ending the process, and no other", async () => {
  const lost = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
  {
    using _kept = keepLostSockets();
    strictEqual(await isKept(lost), true);
    strictEqual(await isKept(new Error("Another")), false);
    strictEqual(await isKept(Object.assign(new Error("open EACCES"), { code: "EACCES", syscall: "open" })), false);
  }
  strictEqual(await isKept(lost), false);
});
