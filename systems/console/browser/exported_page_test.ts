import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { ROOT } from "../build/workspace.ts";
import { checked } from "./checked.ts";
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
