import { deepStrictEqual, ok } from "node:assert/strict";

const DOCUMENT = Deno.readTextFileSync(new URL("../../docs/nx-wire.md", import.meta.url));

/** The text of a section of the document. */
function section(title: string): string {
  const text = DOCUMENT.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
  ok(text !== undefined, title);
  return text;
}

/** The cells of every row of the section's tables, without their heads. */
function rows(title: string): string[][] {
  const lines = section(title).split("\n").filter((line) => line.startsWith("|"));
  return lines.filter((line) => !/^\|( situation |-)/.test(line)).map((line) => {
    return line.split("|").slice(1, -1).map((cell) => cell.trim().replace(/^`|`$/g, ""));
  });
}

/** The names that the document asks tests to have. */
function wanted(): string[] {
  const registrations = rows("Registering a hub").map(([, , message]) => `registration refused: ${message}`);
  const routing = [...section("Routing").matchAll(/^(\d+)\. /gm)].map(([, number]) => `routing ${number}:`);
  const failures = rows("Failures").map((cells) => {
    const [code, message] = [cells.at(-1)!, cells.at(-2)!.replace(/^its text$/, "its text")];
    return cells.length === 4 ? `failure: ${code}, ${message}` : `result: ${code}, ${message}`;
  });
  return [...registrations, ...routing, ...failures];
}

/** The names of all tests below a folder. */
function names(folder: URL): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return names(new URL(`${name}/`, folder));
    if (!name.endsWith("_test.ts")) return [];
    const text = Deno.readTextFileSync(new URL(name, folder));
    return [...text.matchAll(/^Deno\.test\(\s*(["'`])(.*?)\1,/gm)].map(([, , name]) => name!);
  });
}

Deno.test("every rule of routing, every refusal and every failure of docs/nx-wire.md is a test of that name", () => {
  const tests = names(new URL("./", import.meta.url)), all = wanted();
  ok(all.length >= 8 + 11 + 15, `${all.length}`);
  deepStrictEqual(all.filter((name) => !tests.some((test) => test.startsWith(name))), []);
});
