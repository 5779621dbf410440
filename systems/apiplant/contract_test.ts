import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { REFUSALS } from "./commit/refusal.ts";
import { ROUTES } from "./http/routes.ts";

const PATH = new URL("../../docs/models-http.md", import.meta.url);
const DOCUMENT = Deno.readTextFileSync(PATH);

/** The cells of the rows of a section's table, without its head. */
function rows(title: string): string[][] {
  const section = DOCUMENT.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
  ok(section !== undefined, title);
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim().replace(/^`|`$/g, "")));
}

/** The names of all tests below a folder. */
function names(folder: URL): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return names(new URL(`${name}/`, folder));
    if (!name.endsWith("_test.ts")) return [];
    const text = Deno.readTextFileSync(new URL(name, folder));
    return [...text.matchAll(/(?:^Deno\.test\(\s*|: )(["'`])((?:route|refusal): .*?)\1,/gm)].map(([, , name]) => name!);
  });
}

Deno.test("the routes of docs/models-http.md are those of the server, with their statuses", () => {
  const table = ROUTES.map((
    { method, path, answers, summary },
  ) => [`${method} ${path}`, Object.keys(answers).join(", "), summary]);
  deepStrictEqual(rows("Routes"), table);
});

Deno.test("the refusals of docs/models-http.md are those of the server, with their statuses", () => {
  deepStrictEqual(rows("Refusals").map(([status, code]) => [code, Number(status)]), Object.entries(REFUSALS));
});

Deno.test("every route and every refusal of docs/models-http.md is a test of that name", () => {
  const wanted = [
    ...rows("Routes").map(([route]) => `route: ${route} `),
    ...rows("Refusals").map(([status, code]) => `refusal: ${status} ${code} `),
  ];
  equal(wanted.length, ROUTES.length + Object.keys(REFUSALS).length);
  const tests = names(new URL("./", import.meta.url));
  deepStrictEqual(wanted.filter((name) => !tests.some((test) => test.startsWith(name))), []);
});
