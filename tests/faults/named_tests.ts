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

/** The names of all tests below a folder. */
export async function testsBelow(folder: URL): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && !FOREIGN.test(name)) {
      for (const found of await testsBelow(new URL(`${name}/`, folder))) names.add(found);
    } else if (name.endsWith(".ts")) {
      for (const found of declaredTests(await Deno.readTextFile(new URL(name, folder)))) names.add(found);
    }
  }
  return names;
}
