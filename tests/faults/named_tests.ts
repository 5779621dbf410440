/**
 * The names of the repository's tests, as the sources declare them.
 *
 * @module
 */

/** Folders without tests of the repository. */
const FOREIGN = /^(\.git|node_modules|target)$/;

/** `Deno.test("..."`, also with a template, and `Deno.test({ name: ...`. */
const DECLARED =
  /\bDeno\.test\(\s*(?:\{\s*name:\s*)?(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g;

/** The names in a source; a template stays as written, with its `${...}`. */
export function declaredTests(source: string): string[] {
  return [...source.matchAll(DECLARED)].map(([, ...texts]) => {
    return texts.find((text) => text !== undefined)!.replaceAll(/\\(["'`\\])/g, "$1");
  });
}

/** The checks of the suite for SQL databases: `name: "SQL: ..."`. */
const CHECK = /\bname: "(SQL: [^"\n]+)"/g;

/** How a driver's test names a check of the suite. */
const RUN = "${check.name}, in ";

/** The names that the checks of a suite have in the tests of drivers. */
export function suiteNames(checks: ReadonlySet<string>, declared: Iterable<string>): string[] {
  const drivers = [...declared].filter((name) => name.startsWith(RUN)).map((name) => name.slice(RUN.length));
  return [...checks].flatMap((check) => drivers.map((driver) => `${check}, in ${driver}`));
}

/** The names of all tests below a folder. */
export async function testsBelow(folder: URL): Promise<Set<string>> {
  const checks = new Set<string>(), names = await namesBelow(folder, checks);
  return new Set([...names, ...suiteNames(checks, names)]);
}

async function namesBelow(folder: URL, checks: Set<string>): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && !FOREIGN.test(name)) {
      for (const found of await namesBelow(new URL(`${name}/`, folder), checks)) names.add(found);
    } else if (name.endsWith(".ts")) {
      const source = await Deno.readTextFile(new URL(name, folder));
      for (const found of declaredTests(source)) names.add(found);
      for (const [, check] of source.matchAll(CHECK)) checks.add(check!);
    }
  }
  return names;
}
