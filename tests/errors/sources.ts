/**
 * The sources of the packages, and the error classes that they declare.
 *
 * @module
 */

/** A class that extends `Error`, and whether its errors have a code. */
export interface DeclaredClass {
  /** Its name. */
  name: string;
  /** Whether the class has a member `code`. */
  hasCode: boolean;
}

/** A source file. */
export interface SourceFile {
  /** Its path. */
  path: string;
  /** Its text. */
  text: string;
}

/** Every TypeScript file in a folder and below, except tests. */
export async function sourceFiles(folder: URL): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const url = new URL(`${entry.name}${entry.isDirectory ? "/" : ""}`, folder);
    if (entry.isDirectory) found.push(...await sourceFiles(url));
    else if (/(?<!_test)\.ts$/.test(entry.name)) found.push({ path: url.pathname, text: await Deno.readTextFile(url) });
  }
  return found;
}

/** Every class in a folder's code that extends `Error` directly. */
export async function declaredErrorClasses(folder: URL): Promise<DeclaredClass[]> {
  return (await sourceFiles(folder)).flatMap(({ text }) => classesIn(text));
}

function classesIn(source: string): DeclaredClass[] {
  // A class ends at the first brace at the beginning of a line: the sources are formatted.
  const classes = source.matchAll(
    /^(?:export )?class (\w+)(?:<[^{]*>)? extends (?:Error|CommandError) \{(.*?\n\}|\})/gms,
  );
  return [...classes].map(([, name, body]) => ({ name: name!, hasCode: /\breadonly code\b/.test(body!) }));
}
