/**
 * Texts of hosts and programs as a page may have them: files are named without their folders.
 *
 * @module
 */

/** Folders before a name: of Unix, of a `file:` or `unix:` address, and of Windows. A lone `/` and addresses of the web stay. */
const FOLDERS =
  /(?<![\w:/.])(?:file:\/\/|unix:(?:\/\/)?)?(?:\/[^\s/"'`,;:()<>]+)+\/(?=[^\s/"'`,;:()<>])|\b[A-Za-z]:\\(?:[^\s\\"'`,;:()<>]+\\)+/g;

/** Where systems have programs, working folders and homes. */
const ROOTS: readonly string[] = [
  ...["Applications", "Library", "Users", "Volumes", "etc", "home", "media", "mnt", "nix", "opt", "private", "root"],
  ...["run", "snap", "srv", "tmp", "usr", "var"],
];

/** The same text, with `…/` in place of folders. */
export function withoutPaths(text: string): string {
  return text.replaceAll(FOLDERS, "…/");
}

/**
 * What does the same to the texts of programs, which also have paths of the web, such as `GET /api/v1`: only folders of
 * the machine go.
 *
 * @param known Paths of this machine: what is beside them goes as well.
 */
export function programMask(known: readonly string[]): (text: string) => string {
  const roots = new Set([...ROOTS, ...known.map((path) => rootOf(path) ?? "")]);
  const isOurs = (folders: string): boolean => !folders.startsWith("/") || roots.has(rootOf(folders)!);
  return (text) => text.replaceAll(FOLDERS, (folders) => isOurs(folders) ? "…/" : folders);
}

/** The working folder, the home and the program that runs; without those that may not be read. */
export function ownPaths(): string[] {
  return [() => Deno.cwd(), () => Deno.env.get("HOME"), () => Deno.execPath()].flatMap((read) => {
    try {
      return read() ?? [];
    } catch {
      return [];
    }
  });
}

function rootOf(path: string): string | null {
  return /^\/([^/]+)\//.exec(path)?.[1] ?? null;
}
