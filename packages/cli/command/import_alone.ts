/**
 * Loads a file of this package only when it is needed, with what it imports.
 *
 * @module
 */

/**
 * The module of a file. A literal `import()` would not do: Deno reads all files that it can reach by literals at every
 * start, also those that are never loaded, and that costs more than most verbs do.
 *
 * @param url The file's address, from `import.meta.resolve()`.
 * @typeParam M The type of the module: `typeof import("./file.ts")` for the same file.
 */
export async function importAlone<M>(url: string): Promise<M> {
  return await import(url) as M;
}
