/**
 * The difference between a committed file and the sources' build.
 *
 * @module
 */

/**
 * The fault of a committed file and the task that corrects it; null if the bytes are the same.
 *
 * @param name The file's name in packages/wire.
 * @param task The task that writes it.
 */
export function difference(name: string, committed: Uint8Array, rebuilt: Uint8Array, task: string): string | null {
  const length = Math.max(committed.length, rebuilt.length);
  let at = 0;
  while (at < length && committed[at] === rebuilt[at]) at++;
  if (at === length) return null;
  const sizes = `${committed.length} bytes committed, ${rebuilt.length} rebuilt, different from byte ${at}`;
  return `Stale packages/wire/${name}: ${sizes}; run deno task ${task} and commit the file`;
}
