/**
 * The classes of errors that the source declares.
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

/** Every class in the packages' code, tests left out, that extends `Error` itself. */
export async function declaredErrorClasses(folder: URL): Promise<DeclaredClass[]> {
  const found: DeclaredClass[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const url = new URL(`${entry.name}${entry.isDirectory ? "/" : ""}`, folder);
    if (entry.isDirectory) found.push(...await declaredErrorClasses(url));
    else if (/(?<!_test)\.ts$/.test(entry.name)) found.push(...classesIn(await Deno.readTextFile(url)));
  }
  return found;
}

function classesIn(source: string): DeclaredClass[] {
  // A class ends at the first brace that stands at the begin of a line: the sources are formatted.
  const classes = source.matchAll(/^(?:export )?class (\w+) extends Error \{(.*?\n\}|\})/gms);
  return [...classes].map(([, name, body]) => ({ name: name!, hasCode: /\breadonly code\b/.test(body!) }));
}
