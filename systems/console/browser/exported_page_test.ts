import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { RecorderThread } from "@fluxwire/testing/recording";
import { encodeFrame } from "@fluxwire/transport";
import { type DriverRequestBody, encode } from "@fluxwire/wire";
import { ROOT } from "../build/workspace.ts";
import { checked } from "./checked.ts";
import { keepDrawn, pictured, textsWith } from "./drawn.ts";
import { asked, pings, START, TemporaryFile } from "./recording_lines.ts";
import { Started } from "./started.ts";

/** Runs `probe export`. */
async function exported(...args: string[]): Promise<{ code: number; stderr: string }> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `${ROOT}packages/cli/main.ts`, "probe", "export", ...args],
    stdin: "null",
    stdout: "null",
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("export --html writes one file that shows the recording without a server, and runs nothing of it", async () => {
  const sql = "SELECT '</script><script>document.title=\"hit\"</script><!--'";
  using file = new TemporaryFile([
    ...START,
    ...pings(1, 300),
    asked(900, 900, { type: "Execute", request: { sql, params: [] } }),
  ]);
  const out = `${file.path}.html`;
  deepStrictEqual(await exported("--html", out, file.path), { code: 0, stderr: "" });
  await using started = await Started.with();
  const page = await started.context.newPage();
  await page.goto(`file://${out}`);
  await page.getByText("602 of 602").waitFor();
  await page.getByText("○ a file without a server").waitFor();
  await page.getByRole("option").getByText("Execute").click();
  await page.getByRole("gridcell", { name: /<\/script><script>/ }).waitFor();
  match(await page.title(), /^Wire · .+\.ndjson · Fluxwire console$/);
  await checked(started, page);
  await Deno.remove(out);
});

Deno.test("export --html overwrites nothing, and leaves no file of what is no recording", async () => {
  using file = new TemporaryFile(["name,age"]), there = new TemporaryFile(["kept"]);
  const out = `${file.path}.html`, refused = await exported("--html", there.path, file.path);
  match(refused.stderr, /it exists; name a new file/);
  strictEqual(await Deno.readTextFile(there.path), "kept\n");
  match((await exported("--html", out, file.path)).stderr, /Cannot read recording: .* in line 1/);
  strictEqual(await Deno.stat(out).then(() => "there", () => "absent"), "absent");
});

/** What a recorder writes of requests on one connection. */
async function recorded(bodies: readonly DriverRequestBody[]): Promise<string[]> {
  let text = "";
  const write = (lines: string) => text += lines;
  using recorder = new RecorderThread({ isRaw: false, startedAt: new Date(), write, onClose: () => {} });
  const connection = recorder.connection();
  for (const [at, body] of bodies.entries()) {
    const version = { major: 1, minor: 2 }, requestId = BigInt(at);
    const message = { protocolVersion: version, requestId, sessionId: null, timeoutMs: null, body };
    await connection.sent("host", encodeFrame(encode("request", "0.7.1", message)));
  }
  await recorder.end();
  return text.trimEnd().split("\n");
}

Deno.test("export --html of a masked recording has no secret: not in its text, nor its bytes, nor what its page shows, nor a picture of it", async () => {
  const secret = "planted-horse-battery", token = "planted-token-of-hello";
  const profileJson = JSON.stringify({ config: { External: { kind: "SQLite", values: { password: secret } } } });
  const lines = await recorded([
    {
      type: "Hello",
      clientName: "test",
      clientVersion: "1",
      supportedVersions: [{ major: 1, minor: 2 }],
      requestedCapabilities: [],
      authToken: token,
    },
    { type: "OpenSession", profileJson, password: secret, sshSecret: null },
    { type: "Execute", request: { sql: `SELECT '${secret}'`, params: [] } },
  ]);
  using file = new TemporaryFile(lines);
  const out = `${file.path}.html`;
  deepStrictEqual(await exported("--html", out, file.path), { code: 0, stderr: "" });
  await using started = await Started.with();
  await keepDrawn(started.context);
  const page = await started.context.newPage(), drawn: string[] = [];
  await page.goto(`file://${out}`);
  const seen = [await Deno.readTextFile(out)];
  for (const what of ["Hello", "OpenSession", "Execute"]) {
    await page.getByRole("option").getByText(what, { exact: true }).click();
    for (const view of ["Fields", "Bytes", "JSON"]) {
      await page.getByRole("tab", { name: view }).click();
      await page.getByRole("article", { name: /^Frame/ }).getByText(what).first().waitFor();
      seen.push(await page.content(), await page.locator("body").innerText());
      drawn.push(...await pictured(page));
    }
  }
  const utf8 = new TextEncoder();
  for (const planted of [secret, token]) {
    const forms = [planted, utf8.encode(planted).toHex(), utf8.encode(planted).toBase64().slice(0, -4)];
    for (const form of forms) strictEqual(seen.some((text) => text.includes(form)), false, form);
    deepStrictEqual(textsWith(drawn, planted), []);
  }
  match(seen.join(), /values? masked/);
  await Deno.remove(out);
});
