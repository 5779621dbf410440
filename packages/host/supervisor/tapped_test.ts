import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { createService } from "../service.ts";
import { tappedService } from "./tapped.ts";

Deno.test("tappedService() gives a driver another name where its own stands alone, and leaves files of that name", async () => {
  const socketId = `orders-${crypto.randomUUID()}`;
  const args = ["run", `--allow-read=${socketId}.db`, "main.ts", `--db=${socketId}.db`, "--socket", socketId];
  const service = createService({ socketId, command: "deno", args, tap: true });
  const tapped = (await tappedService(service))!;
  match(tapped.socketId, /^fluxwire-tap-/);
  deepStrictEqual(tapped.args, [...args.slice(0, -1), tapped.socketId]);
  const joined = (await tappedService({ ...service, args: [`--socket=${socketId}`] }))!;
  deepStrictEqual(joined.args, [`--socket=${joined.socketId}`]);
});

Deno.test("tappedService() refuses a driver that gets its name nowhere, and taps none that it only uses", async () => {
  const socketId = `orders-${crypto.randomUUID()}`;
  const service = createService({ socketId, command: "deno", args: [`--db=${socketId}.db`], tap: true });
  await rejects(tappedService(service), /no argument is its name; add --socket/);
  strictEqual(await tappedService({ ...service, tap: false }), null);
  strictEqual(await tappedService({ ...service, command: null }), null);
});
