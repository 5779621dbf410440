/**
 * The messages of a system, from the `.proto` files in its `proto/`, by buf and protoc-gen-es of the npm registry. Generated
 * files take the library from the system's `protobuf.ts`, the one file that names its version.
 *
 * @module
 */
import { pathOf } from "../e2e/running_driver.ts";

/** The compiler, and the generator whose version is that of the library in `protobuf.ts`. */
const BUF = "npm:@bufbuild/buf@1.75.0/buf";
const GENERATOR = "npm:@bufbuild/protoc-gen-es@2.17.0/protoc-gen-es";

/** Compiles every file of a folder into another one. */
async function generate(proto: string, folder: string): Promise<void> {
  const template = {
    version: "v2",
    plugins: [{
      local: ["deno", "run", "-A", "--no-config", GENERATOR],
      out: folder,
      opt: ["target=ts", "import_extension=ts"],
    }],
  };
  const args = ["run", "-A", "--no-config", BUF, "generate", proto, "--template", JSON.stringify(template)];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  if (!success) throw new Error(`Cannot generate code: ${new TextDecoder().decode(stderr)}`);
}

/** The generated files below a folder, by their paths relative to it, with the library from its one place. */
export function filesBelow(root: string, folder = ""): Map<string, string> {
  const files = [...Deno.readDirSync(`${root}/${folder}`)].flatMap(({ name, isDirectory }): [string, string][] => {
    const path = `${folder}${name}`;
    if (isDirectory) return [...filesBelow(root, `${path}/`)];
    const up = "../".repeat(path.split("/").length);
    const library = /from "@bufbuild\/protobuf(\/codegenv2|\/wkt)?"/g;
    return [[path, Deno.readTextFileSync(`${root}/${path}`).replaceAll(library, `from "${up}protobuf.ts"`)]];
  });
  return new Map(files);
}

/** The files of `generated/` of a system, by their paths relative to it. */
export async function messageFiles(system: string): Promise<Map<string, string>> {
  const folder = Deno.makeTempDirSync();
  try {
    await generate(pathOf(`${system}/proto`), folder);
    return filesBelow(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
