import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import { driverArgs, Started } from "./started.ts";

Deno.test("Checks shows results as they come, failed ones first with their frames in Wire, and runs again", async () => {
  await using started = await Started.with({ args: driverArgs("planets") });
  const page = await started.page();
  await page.getByRole("navigation").getByRole("button", { name: "Checks" }).click();
  await page.getByRole("button", { name: "Run the checks" }).click();
  await page.getByText(/^\d+ checks: .*failed/).waitFor();
  const results = page.getByRole("listbox", { name: "Results" });
  const first = results.getByRole("option").first();
  await first.getByText("✕").waitFor();
  await results.focus();
  await page.keyboard.press("ArrowDown");
  const anchor = (await page.getByText(/^PROTOCOL\.md#/).textContent())!.split("#")[1]!;
  const section = page.getByRole("article", { name: new RegExp(`^PROTOCOL.md: ${anchor}$`, "i") });
  await section.getByRole("heading", { level: 2 }).waitFor();
  await page.getByRole("listbox", { name: "Frames" }).getByRole("option").first().waitFor();
  await checked(started, page);
  await page.getByRole("button", { name: "Back to the recordings" }).click();
  await page.getByRole("button", { name: "Again", exact: true }).click();
  await page.getByText(/^\d+ checks: .*failed/).waitFor();
  strictEqual(await page.getByText("There is none.").count(), 1);
});

Deno.test("Checks shows a run that goes on after a reload, and cancels it", async () => {
  await using started = await Started.with({ args: driverArgs("waiting") });
  const page = await started.page(), cancel = page.getByRole("button", { name: "Cancel" });
  await page.getByRole("navigation").getByRole("button", { name: "Checks" }).click();
  // Each of its checks waits for its whole deadline: it goes on for minutes.
  await page.getByLabel("Suite").selectOption("full");
  for (const layout of ["0.4", "0.5", "0.6", "0.7.0"]) await page.getByLabel(layout, { exact: true }).check();
  await page.getByRole("button", { name: "Run the checks" }).click();
  await cancel.waitFor();
  await page.getByRole("listbox", { name: "Results" }).waitFor();
  await page.reload();
  await cancel.waitFor();
  await page.getByRole("listbox", { name: "Results" }).waitFor();
  await cancel.click();
  await page.getByText(/^\d+ checks: .*interrupted/).waitFor();
  await page.getByRole("button", { name: "Again", exact: true }).waitFor();
  deepStrictEqual(started.complaints, []);
});

Deno.test("Checks records what is sent, replays it and says that all is equal, opens it in Wire, and saves it", async () => {
  await using started = await Started.with({ scheme: "dark" });
  const page = await started.page(), screens = page.getByRole("navigation");
  await screens.getByRole("button", { name: "Checks" }).click();
  await page.getByText("There is none.").waitFor();
  await checked(started, page);
  await page.getByRole("button", { name: "● Record" }).click();
  await page.getByRole("button", { name: "■ End recording" }).waitFor();
  await screens.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("region", { name: "What is sent" }).waitFor();
  await page.getByRole("button", { name: "Connect" }).last().click();
  await page.getByText("● Connected in").waitFor();
  await screens.getByRole("button", { name: "Checks" }).click();
  await page.getByRole("button", { name: "■ End recording" }).click();
  await page.getByRole("button", { name: "Replay recording 1" }).click();
  await page.getByText("all equal").waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save recording 1" }).click();
  const saved = await saving;
  strictEqual(saved.suggestedFilename(), "recording-1.ndjson");
  const text = await Deno.readTextFile(await saved.path());
  strictEqual(text.startsWith('{"format":"fluxwire-recording",'), true);
  await page.getByRole("button", { name: "Open recording 1" }).click();
  await page.getByRole("listbox", { name: "Frames" }).getByRole("option").first().waitFor();
  await checked(started, page);
});
