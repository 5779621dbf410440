/**
 * The project as a new clone has it: files that git tracks or would add, and no ignored ones.
 *
 * @module
 */
import { pathOf } from "./running_driver.ts";

/** A clone of the current tree, uncommitted changes included, in a temporary folder. Disposing it deletes it. */
export class FreshClone implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the clone. Needs git, and a project in a git repository. */
  static async make(): Promise<FreshClone> {
    const clone = new FreshClone(await Deno.makeTempDir({ prefix: "fluxwire-newcomer-" }));
    await Deno.mkdir(clone.home);
    await Deno.mkdir(clone.path);
    const source = pathOf("");
    const listed = await git(source, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    for (const file of listed.split("\0").filter((name) => name !== "")) await copy(source, clone.path, file);
    await git(clone.path, ["init", "--quiet"]);
    await git(clone.path, ["add", "--all"]);
    return clone;
  }

  /** The clone. */
  get path(): string {
    return `${this.#folder}/clone`;
  }

  /** An empty home. */
  get home(): string {
    return `${this.#folder}/home`;
  }

  /** The files that were added, changed or deleted since, including ignored ones. */
  async changes(): Promise<string> {
    return await git(this.path, ["ls-files", "--others", "--modified", "--deleted"]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Copies a file. A deleted file that git still lists is not part of the tree. */
async function copy(from: string, to: string, file: string): Promise<void> {
  await Deno.mkdir(`${to}/${file}`.replace(/\/[^/]*$/, ""), { recursive: true });
  try {
    await Deno.copyFile(`${from}/${file}`, `${to}/${file}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  // A clone may belong to another user, for example on a build machine.
  const command = new Deno.Command("git", { args: ["-c", "safe.directory=*", ...args], cwd, stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  if (code !== 0) throw new Error(`Cannot run git ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
