/**
 * Writes `generated/` from the `.proto` files, with buf and protoc-gen-es of the npm registry; with `--check` it compares
 * instead, and exits with 1 if a file is not what its `.proto` file says.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The compiler, and the generator whose version is that of the library in `protobuf.ts`. */
const BUF = "npm:@bufbuild/buf@1.75.0/buf";
const GENERATOR = "npm:@bufbuild/protoc-gen-es@2.17.0/protoc-gen-es";

const PROTO = fileURLToPath(new URL(".", import.meta.url));
const GENERATED = fileURLToPath(new URL("../generated/", import.meta.url));

/** Compiles every file of `proto/` into a folder. */
async function generate(folder: string): Promise<void> {
  const template = {
    version: "v2",
    plugins: [{
      local: ["deno", "run", "-A", "--no-config", GENERATOR],
      out: folder,
      opt: ["target=ts", "import_extension=ts"],
    }],
  };
  const args = ["run", "-A", "--no-config", BUF, "generate", PROTO, "--template", JSON.stringify(template)];
  const { success, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  if (!success) throw new Error(`Cannot generate code: ${new TextDecoder().decode(stderr)}`);
}

/** The generated files below a folder, by their paths relative to it, with the library from its one place. */
function filesBelow(root: string, folder = ""): Map<string, string> {
  const files = [...Deno.readDirSync(`${root}/${folder}`)].flatMap(({ name, isDirectory }): [string, string][] => {
    const path = `${folder}${name}`;
    if (isDirectory) return [...filesBelow(root, `${path}/`)];
    const up = "../".repeat(path.split("/").length);
    const library = /from "@bufbuild\/protobuf(\/codegenv2|\/wkt)?"/g;
    return [[path, Deno.readTextFileSync(`${root}/${path}`).replaceAll(library, `from "${up}protobuf.ts"`)]];
  });
  return new Map(files);
}

/** What `generated/` must hold. */
async function wanted(): Promise<Map<string, string>> {
  const folder = Deno.makeTempDirSync();
  try {
    await generate(folder);
    return filesBelow(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const files = await wanted();
  if (Deno.args.includes("--check")) {
    const present = filesBelow(GENERATED);
    const stale = [...new Set([...files.keys(), ...present.keys()])].filter((path) => {
      return files.get(path) !== present.get(path);
    });
    for (const path of stale) console.error(`generated/${path} is not what its .proto file says`);
    Deno.exit(stale.length > 0 ? 1 : 0);
  }
  Deno.removeSync(GENERATED, { recursive: true });
  for (const [path, text] of files) {
    Deno.mkdirSync(`${GENERATED}${path.slice(0, path.lastIndexOf("/"))}`, { recursive: true });
    Deno.writeTextFileSync(`${GENERATED}${path}`, text);
  }
}
