import { strictEqual } from "node:assert/strict";
import { encode } from "@fluxwire/wire";
import { checked } from "./checked.ts";
import { Started } from "./started.ts";

const VERSION = { major: 1, minor: 2 };

/** The lines of a recording with pings, one of which fails. */
function recordingOf(pings: number): string {
  const start = { connection: 1, layout: "0.7.1", pass: "strict", masked: [], unreadable: null, event: "frame" };
  const frame = (ms: number, from: "host" | "driver", hex: string, envelope: unknown) =>
    JSON.stringify({ ms, ...start, from, hex, envelope });
  const lines = [
    '{"format":"fluxwire-recording","version":1,"startedAt":"2026-01-01T00:00:00.000Z","masked":true}',
    '{"ms":0,"connection":1,"event":"connect"}',
  ];
  for (let id = 1; id <= pings; id++) {
    const ping = {
      protocolVersion: VERSION,
      requestId: BigInt(id),
      sessionId: null,
      timeoutMs: null,
      body: { type: "Ping" as const },
    };
    const failure = { type: "Error" as const, code: "Driver" as const, message: "The disk is full", retriable: false };
    const body = id === 3 ? failure : { type: "Pong" as const };
    const answer = { protocolVersion: VERSION, requestId: BigInt(id), sessionId: null, done: true, body };
    const text = (value: unknown) =>
      JSON.parse(JSON.stringify(value, (_, one) => typeof one === "bigint" ? String(one) : one));
    lines.push(frame(id, "host", encode("request", "0.7.1", ping).toHex(), text(ping)));
    lines.push(frame(id + 0.5, "driver", encode("response", "0.7.1", answer).toHex(), text(answer)));
  }
  return `${lines.join("\n")}\n`;
}

Deno.test("Wire shows the frames of a recording; keys choose one, its fields and bytes are shown, and a filter narrows the list", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ndjson" });
  await Deno.writeTextFile(file, recordingOf(500));
  {
    await using started = await Started.with({ args: [file], scheme: "dark" });
    const page = await started.page();
    await page.getByText("1,001 of 1,001").waitFor();
    await page.getByRole("listbox", { name: "Frames" }).focus();
    await page.keyboard.press("Home");
    for (let press = 0; press < 6; press++) await page.keyboard.press("ArrowDown");
    await page.getByRole("option", { selected: true }).getByText("Driver: The disk is full").waitFor();
    const detail = page.getByRole("article", { name: "Frame 7" });
    await detail.getByRole("cell", { name: "body.message" }).waitFor();
    await page.keyboard.press("[");
    await page.getByRole("article", { name: "Frame 6" }).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("article", { name: "Frame 7" }).waitFor();
    await page.getByLabel("Filter").fill("error");
    await page.getByText("1 of 1,001").waitFor();
    await page.getByLabel("Filter").fill("colour:red");
    await page.getByText(/^colour is not known; use type, from/).waitFor();
    strictEqual(await page.getByLabel("Filter").getAttribute("aria-invalid"), "true");
    await page.getByLabel("Filter").fill("from:host n<10");
    await page.getByText("4 of 1,001").waitFor();
    await checked(started, page);
  }
  await Deno.remove(file);
});
