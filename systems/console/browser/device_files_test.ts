import { Buffer } from "node:buffer";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Place } from "../../jumpstarter/cli/testing/place.ts";
import { call, defineDevice, serve, t } from "../../jumpstarter/mod.ts";
import { checked } from "./checked.ts";
import type { Locator, Page } from "./playwright.ts";
import { Started } from "./started.ts";
import { Tunnel } from "./tunnel.ts";

/** Bytes of which no two pieces are the same. */
function image(size: number): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let at = 0, word = 1; at < words.length; at++) words[at] = word = Math.imul(word, 1_664_525) + 1_013_904_223;
  return Buffer.from(words.buffer, 0, size);
}

async function digest(bytes: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>)).toHex();
}

/** Chooses a method of a device, and a file for it. */
async function choose(page: Page, device: string, method: string, file: Buffer | null = null): Promise<void> {
  await page.getByRole("treeitem", { name: device }).click();
  await page.getByRole("group", { name: "What can be done" }).getByRole("button", { name: method, exact: true })
    .click();
  if (file === null) return;
  const given = { name: "image.bin", mimeType: "application/octet-stream", buffer: file };
  await page.getByLabel("File", { exact: false }).and(page.locator("[type=file]")).setInputFiles(given);
}

/** Saves what a method gave, and reads it. */
async function saved(page: Page, done: Locator): Promise<{ name: string; bytes: Uint8Array }> {
  const downloading = page.waitForEvent("download");
  await done.getByRole("button", { name: /^Save / }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: Deno.readFileSync(await download.path()) };
}

Deno.test("Devices writes a file to a device and reads it back to a file, both byte by byte the same, packed as well", async () => {
  using place = new Place("export:\n  card: { type: storage/mock-flasher }\n");
  await using _exporter = await place.started(["--exporter", "bench", "--socket", "bench.sock"], 1);
  await using started = await Started.with({ args: ["--exporter", `${place.folder}/bench.sock`] });
  const page = await started.page(),
    file = image((5 << 20) + 3),
    done = (method: string) => {
      return page.getByRole("article", { name: `card: ${method}` }).first();
    };
  await choose(page, "card", "flash");
  await page.getByRole("button", { name: "Start flash" }).click();
  await page.getByText("✗ This is needed").waitFor();
  await choose(page, "card", "dump");
  await choose(page, "card", "flash", file);
  await page.getByRole("button", { name: "Start flash" }).click();
  await done("flash").getByText("done, without a value").waitFor();
  await done("flash").getByText("5,242,883 of 5,242,883 bytes are taken").waitFor();

  await choose(page, "card", "dump");
  await page.getByRole("button", { name: "Start dump" }).click();
  await done("dump").getByText("5,242,883 bytes have come").waitFor();
  const { name, bytes } = await saved(page, done("dump"));
  deepStrictEqual([name, await digest(bytes)], ["card-dump.bin", await digest(file)]);
  await checked(started, page);

  await choose(page, "card", "flash", Buffer.from(await packed(file, new CompressionStream("gzip"))));
  await page.getByLabel("Compression of the file").selectOption({ label: "gzip" });
  await page.getByRole("textbox", { name: "target" }).fill("packed");
  await page.getByRole("button", { name: "Start flash" }).click();
  await done("flash").getByText("done, without a value").waitFor();
  await choose(page, "card", "dump");
  await page.getByLabel("Compression of the file").selectOption({ label: "gzip" });
  await page.getByRole("textbox", { name: "target" }).fill("packed");
  await page.getByRole("button", { name: "Start dump" }).click();
  const again = await saved(page, done("dump"));
  strictEqual(await digest(await packed(again.bytes, new DecompressionStream("gzip"))), await digest(file));

  await choose(page, "card", "flash");
  strictEqual(await page.getByRole("textbox", { name: "target" }).inputValue(), "packed");
  await choose(page, "card", "dump");
  await page.getByRole("textbox", { name: "target" }).fill("elsewhere");
  await page.getByRole("button", { name: "Start dump" }).click();
  await done("dump").getByRole("alert").getByText("Cannot call card.dump", { exact: false }).waitFor();
  deepStrictEqual(started.complaints, []);
});

async function packed(bytes: Uint8Array, through: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  return await new Response(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(through)).bytes();
}

/** A card that takes a file in two halves: the second when the test lets it. */
function slowCard(halfway: () => void, rest: Promise<void>, ended: (bytes: Uint8Array | null) => void) {
  return defineDevice({
    name: "card",
    open: () => ({
      methods: {
        flash: call([t.source()], async (source, { signal }) => {
          const taken: Uint8Array<ArrayBuffer>[] = [];
          let size = 0, isHalf = false;
          signal.addEventListener("abort", () => ended(null));
          for await (const piece of source as ReadableStream<Uint8Array<ArrayBuffer>>) {
            size += taken.push(piece.slice()) > 0 ? piece.length : 0;
            if (isHalf || size < 1 << 20) continue;
            isHalf = true;
            halfway();
            await Promise.race([rest, new Promise((resolve) => signal.addEventListener("abort", resolve))]);
            signal.throwIfAborted();
          }
          ended(await new Blob(taken).bytes());
          return { size };
        }),
      },
    }),
  });
}

Deno.test("a file goes on where it was when the page comes back to its console, and nothing is lost or doubled", async () => {
  const halfway = Promise.withResolvers<void>(), rest = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Uint8Array | null>();
  await using served = await serve(slowCard(halfway.resolve, rest.promise, ended.resolve));
  await using started = await Started.with({ args: ["--exporter", served.socket] });
  const address = await started.address();
  await using tunnel = new Tunnel(address);
  const page = await started.visit(tunnel.through(address)), file = image(7_000_001);
  await choose(page, "Exporter", "flash", file);
  await page.getByRole("button", { name: "Start flash" }).click();
  await halfway.promise;
  const done = page.getByRole("article", { name: "Exporter: flash" });
  await done.getByText("● going on").waitFor();
  tunnel.break();
  await page.getByText("◐ reconnecting").waitFor();
  rest.resolve();
  tunnel.isBroken = false;
  await page.getByText("● live").waitFor();
  await done.getByText('"size": 7000001').waitFor();
  strictEqual(await digest((await ended.promise)!), await digest(file));
});

Deno.test("a file on its way is stopped, which the device learns, and --view refuses both ways", async () => {
  const halfway = Promise.withResolvers<void>(), ended = Promise.withResolvers<Uint8Array | null>();
  await using served = await serve(slowCard(halfway.resolve, new Promise(() => {}), ended.resolve));
  {
    await using started = await Started.with({ args: ["--exporter", served.socket] });
    const page = await started.page();
    await choose(page, "Exporter", "flash", image(4_000_000));
    await page.getByRole("button", { name: "Start flash" }).click();
    await halfway.promise;
    const done = page.getByRole("article", { name: "Exporter: flash" });
    await done.getByRole("progressbar", { name: "Exporter: flash" }).waitFor();
    await done.getByRole("button", { name: "Stop" }).click();
    await done.getByText("✕ failed").waitFor();
    await done.getByRole("alert").getByText("RunStopped").waitFor();
    strictEqual(await ended.promise, null);
    await checked(started, page);
  }
  await using started = await Started.with({ args: ["--view", "--exporter", served.socket] });
  const page = await started.page();
  await choose(page, "Exporter", "flash");
  await page.getByText("This console only looks").waitFor();
  strictEqual(await page.getByRole("button", { name: "Start flash" }).isDisabled(), true);
  const answer = await page.evaluate(async () => {
    const authorization = `Bearer ${sessionStorage.getItem("fluxwire-token")}`;
    const headers = { authorization, "content-type": "application/json" };
    const body = JSON.stringify({ node: ".", action: "flash", args: [] });
    const answer = await fetch("/api/sources/exporter/act", { method: "POST", headers, body });
    return [answer.status, (await answer.json()).error.code];
  });
  deepStrictEqual(answer, [403, "ViewOnly"]);
});
