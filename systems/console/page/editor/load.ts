/**
 * Loads the editor's chunk.
 *
 * @module
 */
import type * as Chunk from "./chunk.ts";

/** The chunk's address; a name that no bundler follows. */
const CHUNK: string = "/editor.js";

/** The chunk, which is loaded once. */
export async function loadEditor(): Promise<typeof Chunk> {
  return await import(CHUNK) as typeof Chunk;
}
