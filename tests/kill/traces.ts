/**
 * What a killed host leaves behind: processes, sockets, files.
 *
 * @module
 */

/** The processes whose command line or environment contains one of the words. Ended ones have neither. */
export function processesWith(words: readonly string[]): string[] {
  return [...Deno.readDirSync("/proc")].filter(({ name }) => /^\d+$/.test(name) && Number(name) !== Deno.pid).flatMap(
    ({ name }) => {
      const text = `${read(`/proc/${name}/cmdline`)} ${read(`/proc/${name}/environ`)}`;
      return words.some((word) => text.includes(word)) ? [`${name}: ${text.replaceAll("\0", " ").slice(0, 200)}`] : [];
    },
  );
}

/** The marks of the hosts that started the processes with a word in their command line. */
export function marksOf(word: string): string[] {
  const marks = [...Deno.readDirSync("/proc")].filter(({ name }) =>
    /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).includes(word)
  ).flatMap(({ name }) => /FLUXWIRE_LAUNCH=([0-9a-f]{32})\./.exec(read(`/proc/${name}/environ`))?.[1] ?? []);
  return [...new Set(marks)];
}

/** The socket if it still exists: an abstract name that a process holds, even while ending, or a file. */
export function socketsLeft(socketId: string): string[] {
  return read("/proc/net/unix").includes(socketId) || exists(socketId) ? [socketId] : [];
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A file of `/proc`; empty if its process has ended, or belongs to another user. */
function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
