import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { ROOT } from "../build/workspace.ts";
import { Browsing, type BrowsingOptions } from "./browsing.ts";
import { checked } from "./checked.ts";
import type { Page } from "./playwright.ts";
import { driverArgs } from "./started.ts";

/** The page of a run of checks in a browser without a server, as a file that is removed. */
class OpenedReport extends Browsing {
  readonly #path: string;

  private constructor(path: string, context: Browsing["context"]) {
    super(context);
    this.#path = path;
  }

  /** Runs the core checks on the driver `planets`, one of which fails. */
  static async of(args: readonly string[], env: Record<string, string>, options: BrowsingOptions = {}) {
    const path = await Deno.makeTempFile({ suffix: ".html" });
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--quiet", `${ROOT}packages/cli/main.ts`, "probe", "conformance"],
        ...["--suite", "core", "--html", path, ...args, ...driverArgs("planets")],
      ],
      env,
      stdin: "null",
      stdout: "null",
    }).output();
    deepStrictEqual([code, new TextDecoder().decode(stderr)], [8, ""]);
    return new OpenedReport(path, await Browsing.newContext(options));
  }

  /** The file's text. */
  async text(): Promise<string> {
    return await Deno.readTextFile(this.#path);
  }

  /** Opens the file. */
  async page(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(`file://${this.#path}`);
    await page.getByRole("listbox", { name: "Results" }).getByRole("option").first().waitFor();
    return page;
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    await Deno.remove(this.#path);
  }
}

Deno.test("conformance --html writes the console's page: checks, failed first, and their frames, without a server", async () => {
  await using report = await OpenedReport.of([], {});
  const page = await report.page(), results = page.getByRole("listbox", { name: "Results" });
  await page.getByText(/^\d+ checks: .*1 failed.*, \d+\.\d s$/).waitFor();
  await page.getByLabel("Find").fill("failed 0.7.1 sessions.open");
  await results.getByRole("option").nth(1).getByText("it needs sessions.open, which failed").waitFor();
  await page.getByLabel("Find").fill("");
  const about = page.getByRole("region", { name: "Report" });
  await about.getByRole("row", { name: "driver planets" }).waitFor();
  await about.getByRole("row", { name: /^layout 0\.7\.1 \(DBFlux 0\.7\.7\) \d+ checks: .*1 failed/ }).waitFor();
  strictEqual(await page.title(), "Checks · Conformance of deno · Fluxwire console");
  await checked(report, page);

  await results.focus();
  await page.keyboard.press("ArrowDown");
  const check = page.getByRole("region", { name: "sessions.open" });
  await check.getByText("✕ Expected SessionOpened, found error").waitFor();
  await check.getByText("It expects: OpenSession is answered with SessionOpened").waitFor();
  await check.getByRole("article", { name: "PROTOCOL.md: Sessions" }).getByRole("heading", { level: 2 }).waitFor();
  const frames = check.getByRole("listbox", { name: "Frames" });
  // Of the whole run, only the frames of this check.
  await check.getByText(/^4 of \d+$/).waitFor();
  await frames.getByRole("option").nth(4).waitFor({ state: "detached" });
  await frames.getByRole("option").nth(2).getByText("OpenSession").waitFor();
  await checked(report, page);

  await check.getByRole("button", { name: "4 frames ▸ Wire" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Wire", exact: false }).and(page.locator("[aria-current=page]")).waitFor();
  await frames.waitFor({ state: "detached" });
  const list = page.getByRole("listbox", { name: "Frames" });
  await list.getByRole("option").getByText("Error").waitFor();
  await list.focus();
  await page.keyboard.press("n");
  const frame = page.getByRole("article", { name: /^Frame/ });
  await frame.getByRole("gridcell", { name: /star is required/ }).waitFor();
  await checked(report, page);
  await page.getByLabel("Filter").fill("");
  await page.getByText(/^(\d+) of \1$/).waitFor();

  await page.goBack();
  await check.waitFor();
  await check.getByRole("button", { name: "Back to the report" }).click();
  await about.waitFor();
});

Deno.test("conformance --html has no secret: not in its text, nor its bytes, nor what its page shows; texts stay texts", async () => {
  const secret = "planted-horse-battery", key = "planted-key-of-nova";
  const markup = `<img src=x onerror="document.title='hit'"></script><script>document.title='hit'</script>`;
  const values = ["star=Nova", `key=${key}`, `zone=${markup}`].flatMap((value) => ["--value", value]);
  const dark = { scheme: "dark", size: [320, 640] } as const;
  await using report = await OpenedReport.of(["--password-env", "PLANTED", ...values], { PLANTED: secret }, dark);
  const page = await report.page();
  await page.getByRole("listbox", { name: "Results" }).focus();
  await page.keyboard.press("Home");
  const check = page.getByRole("region", { name: "sessions.open" });
  // What the driver repeats of them is masked.
  await check.getByText(/^✕ .*\[masked\] and \[masked\] do not open Nova/).waitFor();
  await checked(report, page);
  const seen = [await report.text()], frames = check.getByRole("listbox", { name: "Frames" });
  await check.getByText(/^4 of \d+$/).waitFor();
  for (const [steps, what] of [[3, "OpenSession"], [1, "Error"]] as const) {
    await frames.focus();
    for (let step = 0; step < steps; step++) await page.keyboard.press("ArrowDown");
    for (const view of ["Fields", "Bytes", "JSON"]) {
      await page.getByRole("tab", { name: view }).click();
      await page.getByRole("article", { name: /^Frame/ }).getByRole("heading", { name: what }).waitFor();
      seen.push(await page.content(), await page.locator("body").innerText());
    }
    if (what === "OpenSession") match(seen.at(-1)!, /onerror/);
  }
  const utf8 = new TextEncoder();
  for (const planted of [secret, key]) {
    const forms = [planted, utf8.encode(planted).toHex(), utf8.encode(planted).toBase64().slice(0, -4)];
    for (const form of forms) strictEqual(seen.some((text) => text.includes(form)), false, form);
  }
  match(await page.title(), /^Checks · /);
});
