/**
 * A folder of its own for a test, and what stands in it to the last byte.
 *
 * @module
 */

/** A temporary folder, removed when it is disposed. */
export class Folder implements Disposable {
  readonly path: string = Deno.makeTempDirSync({ prefix: "fluxwire-config-" });

  /** A path in it. */
  join(...names: string[]): string {
    return [this.path, ...names].join("/");
  }

  /** Writes a file in it, with the folders above. */
  write(name: string, content: unknown): string {
    const path = this.join(name);
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  }

  /** Every file with its time and bytes, in order. */
  state(): [string, number, string][] {
    const names = [...Deno.readDirSync(this.path)].map(({ name }) => name).sort();
    return names.map((name) => {
      const path = this.join(name);
      return [name, Deno.statSync(path).mtime!.getTime(), Deno.readFileSync(path).toHex()];
    });
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
