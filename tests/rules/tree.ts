/**
 * The files of a tree, and the package of each.
 *
 * @module
 */
/** Folders whose subfolders are packages; every other top-level folder is itself one. */
const SHELVES = ["packages", "systems", "drivers"];
const OTHERS = ["codec-rs", "examples", "tests"];
const SOURCES = /\.(ts|tsx|js|mjs)$/;
/** Output of tools. */
const MADE = ["node_modules", "target", "dist"];

/** A package: a member of the workspace. */
export interface Package {
  /** Its folder, relative to the root, such as `packages/wire`: the rules' name for it. */
  folder: string;
  /** Its name for imports, or null if it cannot be imported. */
  name: string | null;
  /** The files of its entries, relative to the root, by `.` or `./entry`. */
  entries: ReadonlyMap<string, string>;
}

/** A module of a package. */
export interface SourceFile {
  /** The path, relative to the root. */
  path: string;
  package: Package;
  /** Whether it is for tests and measurements alone: it, or its whole package, is not published. */
  isTest: boolean;
  text: string;
}

/** A whole tree. */
export interface Tree {
  root: string;
  packages: Package[];
  /** The text of every deno.json, the root's included, by its path relative to the root. */
  configurations: ReadonlyMap<string, string>;
  files: ReadonlyMap<string, SourceFile>;
}

/** Reads the tree below a folder. */
export function readTree(root: string): Tree {
  const packages: Package[] = [];
  const configurations = new Map<string, string>();
  const files = new Map<string, SourceFile>();
  const shelved = SHELVES.flatMap((shelf) => folders(root, shelf).map((name) => `${shelf}/${name}`));
  readConfiguration("");
  for (const folder of [...shelved, ...OTHERS]) {
    const paths = filesBelow(root, folder);
    if (paths.length === 0) continue;
    const { excluded, ...found } = packageOf(folder, readConfiguration(`${folder}/`));
    packages.push(found);
    for (const path of paths) {
      const isTest = OTHERS.includes(folder) || path.endsWith("_test.ts") || excluded(path.slice(folder.length + 1));
      files.set(path, { path, package: found, isTest, text: Deno.readTextFileSync(`${root}/${path}`) });
    }
  }
  return { root, packages, configurations, files };

  function readConfiguration(folder: string): Configuration {
    const path = `${folder}deno.json`;
    const text = textOf(`${root}/${path}`);
    if (text !== null) configurations.set(path, text);
    return JSON.parse(text ?? "{}");
  }
}

interface Configuration {
  name?: string;
  exports?: string | Record<string, string>;
  publish?: { exclude?: string[] };
}

function packageOf(folder: string, configuration: Configuration): Package & { excluded: (path: string) => boolean } {
  const { name, exports = {}, publish } = configuration;
  const entries = Object.entries(typeof exports === "string" ? { ".": exports } : exports);
  return {
    folder,
    name: name ?? null,
    entries: new Map(entries.map(([entry, file]) => [entry, `${folder}/${file.replace(/^\.\//, "")}`])),
    excluded: (path) => (publish?.exclude ?? []).some((pattern) => excludes(pattern.replace(/\/$/, ""), path)),
  };
}

/** Whether a pattern of `publish.exclude` matches a path: its own name, or that of a folder above it. */
function excludes(pattern: string, path: string): boolean {
  const parts = pattern.split(/(\*\*\/|\*)/).map((part) => {
    if (part === "**/") return "(.*/)?";
    return part === "*" ? "[^/]*" : RegExp.escape(part);
  });
  return new RegExp(`^${parts.join("")}(/|$)`).test(path);
}

function filesBelow(root: string, folder: string): string[] {
  return entriesOf(root, folder).flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return MADE.includes(name) ? [] : filesBelow(root, path);
    return SOURCES.test(name) ? [path] : [];
  });
}

function folders(root: string, shelf: string): string[] {
  return entriesOf(root, shelf).filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
}

function entriesOf(root: string, folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(`${root}/${folder}`)].toSorted((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function textOf(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
