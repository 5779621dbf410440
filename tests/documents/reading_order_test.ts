import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readingOrder, withFooter, withoutFooter } from "./reading_order.ts";
import { filesOf, read } from "./tree.ts";

Deno.test("docs/README.md has every page of docs/ once, and each names its neighbours: deno task docs:generate", () => {
  const order = readingOrder();
  deepStrictEqual(
    order.toSorted(),
    filesOf(/\.md$/, "docs/").flatMap((path) => {
      const file = path.slice("docs/".length);
      return file.includes("/") || file === "README.md" ? [] : [file];
    }),
  );
  for (const file of order) {
    const text = read(`docs/${file}`);
    strictEqual(text === withFooter(file, text), true, `docs/${file}: run deno task docs:generate`);
  }
});

Deno.test("withFooter() replaces the line that a page has, and withoutFooter() removes it", () => {
  const [first] = readingOrder(), text = "# Page\n\nText\n";
  const once = withFooter(first!, text);
  strictEqual(withFooter(first!, once), once);
  strictEqual(withoutFooter(once), text);
});

Deno.test("docs/ has a picture of each thing that is easier seen", () => {
  const shown = filesOf(/\.md$/).flatMap((path) =>
    [...read(path).matchAll(/pictures\/(\w+)\.svg/g)].map(([, name]) => name!)
  );
  const drawn = filesOf(/\.svg$/, "docs/pictures/").map((path) => /(\w+)\.svg$/.exec(path)![1]!);
  deepStrictEqual(drawn.filter((name) => !shown.includes(name)), []);
});
