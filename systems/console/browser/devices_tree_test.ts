import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Place } from "../../jumpstarter/cli/testing/place.ts";
import { checked } from "./checked.ts";
import { Started } from "./started.ts";

/** A lamp this far below groups that have nothing else. */
const DEPTH = 30;

function config(): string {
  let deep = "{ type: power/mock }";
  for (let level = DEPTH; level > 0; level--) deep = `{ children: { level${level}: ${deep} } }`;
  const lamps = Array.from({ length: 3_000 }, (_, at) => `      lamp${at}: { type: power/mock }`).join("\n");
  const names = [`"turned\\u202Eecived"`, `"smile 😀"`, `"שלום"`, "a-very-long-name-".repeat(12)];
  const others = names.map((name) => `  ${name}: { type: power/mock }\n`).join("");
  return `export:\n${others}  deep: ${deep}\n  many:\n    children:\n${lamps}\n`;
}

Deno.test("Devices shows thousands of devices as few elements, deep ones in sight, and no name that reads like another", async () => {
  using place = new Place(config());
  await using _exporter = await place.started(["--exporter", "bench", "--socket", "bench.sock"], 1);
  await using started = await Started.with({ args: ["--exporter", `${place.folder}/bench.sock`] });
  const page = await started.page(), tree = page.getByRole("tree", { name: "Devices" });
  const selected = page.getByRole("treeitem", { selected: true }),
    item = (name: string) => {
      return page.getByRole("treeitem", { name });
    };
  await item("turned\\u{202e}ecived").waitFor();
  await item("smile 😀").waitFor();
  await item("שלום").waitFor();
  await item("a-very-long-name-").click();
  await page.getByRole("heading", { name: "a-very-long-name-" }).waitFor();
  await checked(started, page);

  await tree.focus();
  await page.keyboard.press("End");
  await selected.filter({ hasText: "lamp2999" }).waitFor();
  ok(await page.getByRole("treeitem").count() < 100);
  deepStrictEqual(await selected.evaluate((row) => [row.ariaPosInSet, row.ariaSetSize]), ["3000", "3000"]);
  strictEqual(await tree.getAttribute("aria-activedescendant"), await selected.getAttribute("id"));
  await page.keyboard.press("PageUp");
  await selected.filter({ hasText: "lamp2989" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await selected.filter({ hasText: "many" }).waitFor();

  await item("deep").click();
  for (let level = 1; level <= DEPTH; level++) {
    await item(`level${level} `).waitFor();
    await page.keyboard.press("ArrowRight");
    await selected.filter({ hasText: `level${level} ` }).waitFor();
    if (level < DEPTH) await page.keyboard.press("ArrowRight");
  }
  strictEqual(await selected.locator("b").textContent(), "level30");
  await page.setViewportSize({ width: 320, height: 640 });
  const isInSight = await selected.locator("b").evaluate((name) => {
    const { left, right } = name.getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
  });
  strictEqual(isInSight, true);
});
