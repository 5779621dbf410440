/**
 * The npm packages of the page, in a folder as a bundler wants them: those of `npm.lock`, and no others.
 *
 * @module
 */
import { ROOT } from "./workspace.ts";

/** A temporary folder with `node_modules`. */
export class NpmFolder implements Disposable {
  /** The folder. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Puts packages into a new folder.
   *
   * @param specifiers As sources import them: `npm:preact@11.2.0`.
   * @throws {Error} With Deno's own words if a package cannot be had, or is not in `npm.lock`.
   */
  static async of(specifiers: readonly string[]): Promise<NpmFolder> {
    const folder = new NpmFolder(Deno.makeTempDirSync({ prefix: "fluxwire-console-" }));
    try {
      await folder.#fill(specifiers);
      return folder;
    } catch (error) {
      folder[Symbol.dispose]();
      throw error;
    }
  }

  async #fill(specifiers: readonly string[]): Promise<void> {
    const imports = specifiers.map((specifier) => `import ${JSON.stringify(specifier)};\n`).join("");
    Deno.writeTextFileSync(`${this.path}/deno.json`, JSON.stringify({ nodeModulesDir: "auto" }));
    Deno.writeTextFileSync(`${this.path}/entry.ts`, imports);
    const lock = JSON.parse(Deno.readTextFileSync(`${ROOT}npm.lock`));
    Deno.writeTextFileSync(`${this.path}/deno.lock`, JSON.stringify({ ...lock, workspace: undefined }));
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["cache", "--quiet", "--frozen", "--no-check", "entry.ts"],
      cwd: this.path,
      stdout: "null",
    }).output();
    if (!success) throw new Error(`Cannot get the page's packages: ${new TextDecoder().decode(stderr).trim()}`);
  }

  /** Removes the folder. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
