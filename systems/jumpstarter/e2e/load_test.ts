import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { connect } from "../client/connect.ts";
import { forwardTcp } from "../client/forward.ts";
import { Place } from "../cli/testing/place.ts";

const CONFIG = `export:
  power: { type: power/mock }
  echo: { type: network/echo }
`;
const IDLE = 1_000, FORWARDS = 50;
/** More than the windows of a stream hold. */
const BYTES = 300_000;

/** The resident memory of a process, in bytes. */
function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))!;
  return Number(kilobytes) * 1_024;
}

Deno.test("an exporter with 1,000 idle clients answers, and each costs less than 100 kB", async () => {
  using place = new Place(CONFIG);
  await using exporter = await place.started(["--exporter", "bench", "--socket", "s"], 1);
  const endpoint = { address: exporter.addresses[0]!, tls: null, passphrase: null };
  await using first = await connect({ endpoint });
  const before = memoryOf(exporter.pid);
  {
    await using stack = new AsyncDisposableStack();
    for (let left = IDLE; left > 0; left -= 50) {
      for (const one of await Promise.all(Array.from({ length: 50 }, () => connect({ endpoint })))) stack.use(one);
    }
    strictEqual(await first.device("power").call("on"), null);
    const perClient = (memoryOf(exporter.pid) - before) / IDLE;
    strictEqual(perClient < 100_000, true, `an idle client takes ${perClient} bytes`);
  }
  strictEqual(await first.device("power").call("off"), null);
});

Deno.test("50 connections through a forward keep their bytes and ends apart, and none is left", async () => {
  using place = new Place(CONFIG);
  await using exporter = await place.started(["--exporter", "bench", "--socket", "s"], 1);
  await using client = await connect({ endpoint: { address: exporter.addresses[0]!, tls: null, passphrase: null } });
  const problems: unknown[] = [];
  await using forward = forwardTcp(client.device("echo"), {}, { onError: (error) => problems.push(error) });
  const passed = await Promise.all(Array.from({ length: FORWARDS }, async (_, index) => {
    const conn = await Deno.connect(forward.address), sent = new Uint8Array(BYTES).fill(index);
    const writing = (async () => {
      for (let at = 0; at < sent.length;) at += await conn.write(sent.subarray(at));
      await conn.closeWrite();
    })();
    // It closes the connection at its end.
    const got = new Uint8Array(await new Response(conn.readable).arrayBuffer());
    await writing;
    return got.length === BYTES && got.every((byte) => byte === index);
  }));
  strictEqual(passed.filter((isRight) => isRight).length, FORWARDS);
  deepStrictEqual(problems, []);
});
