/**
 * A small tree in a temporary folder that keeps every rule; tests add files that break one.
 *
 * @module
 */
import { dirname } from "node:path/posix";
import { findAll } from "./find.ts";
import { findingLine } from "./finding.ts";

const NAMES = ["transport", "supervise", "command", "wire", "sdk", "host", "testing", "cli"];
/** Enough lines to keep every package below its share after a test's additions. */
const FILLER = "//\n".repeat(1_000);
const ENTRIES = { ".": "./mod.ts", "./testing": "./testing/mod.ts" };

/** A planted tree. Disposing it deletes it. */
export class PlantedTree implements Disposable {
  /** Its root. */
  readonly root: string = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "fluxwire-rules-" }));

  constructor() {
    for (const name of NAMES) this.#package(`packages/${name}`, `@fluxwire/${name}`);
    this.#package("drivers/notes", "@fluxwire/driver-notes");
    this.#package("systems/nx", "@fluxwire/nx");
    this.write("packages/host/mod.ts", "//\n".repeat(800));
    this.write("packages/wire/codec.wasm", "");
    this.write("packages/wire/codec.ts", 'export * from "./instance.ts";\n');
    this.write(
      "packages/wire/instance.ts",
      'import source module from "./codec.wasm";\nnew WebAssembly.Instance(module);\n',
    );
    this.write("packages/wire/mod.ts", `export * from "./codec.ts";\n${FILLER}`);
    this.write("tests/any_test.ts", 'import "@fluxwire/cli";\nimport "../packages/host/mod.ts";\n');
  }

  /** Writes one file. */
  write(path: string, text: string): void {
    Deno.mkdirSync(dirname(`${this.root}/${path}`), { recursive: true });
    Deno.writeTextFileSync(`${this.root}/${path}`, text);
  }

  /** The violations in the tree, as `file:line: rule`. */
  async broken(): Promise<string[]> {
    return (await findAll(this.root)).map((finding) => findingLine(finding).split(": ").slice(0, 2).join(": "));
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.root, { recursive: true });
  }

  #package(folder: string, name: string): void {
    const publish = { exclude: ["**/*_test.ts", "testing/unpublished.ts", "fixtures/"] };
    this.write(`${folder}/deno.json`, JSON.stringify({ name, version: "0.1.0", exports: ENTRIES, publish }, null, 2));
    this.write(`${folder}/mod.ts`, FILLER);
    this.write(`${folder}/testing/mod.ts`, "");
    this.write(`${folder}/testing/unpublished.ts`, "");
  }
}
