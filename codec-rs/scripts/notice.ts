/**
 * Whose work `codec.wasm` holds besides Fluxwire's: each crate that is compiled into it with its licence, and the standard
 * library. `deno task codec:build` writes it as NOTICE of the wire package, `deno task codec:check` compares it.
 *
 * @module
 */
import { CODEC_RS } from "./paths.ts";
import { outputOf } from "./run.ts";

/** What stands above the crates. */
const HEAD =
  `Fluxwire's codec is under the MIT licence (LICENSE of the repository). codec.wasm holds parts of these crates as well,
each under the licence that follows its name. Where a crate leaves the choice between MIT and Apache-2.0, it is MIT.
`;

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string | null;
  readonly manifest_path: string;
}

/**
 * The text of the notice. It reads the sources of the crates, which a build has fetched.
 *
 * @throws {Error} "Cannot ..." if cargo fails, or for a crate without a licence's text.
 */
export async function notice(): Promise<string> {
  const cwd = `${CODEC_RS}/wasm`;
  const platform = "wasm32-unknown-unknown", edges = ["--edges", "normal,no-proc-macro", "--target", platform];
  const tree = await outputOf("cargo", ["tree", "--locked", ...edges, "--prefix", "none", "--format", "{p}"], { cwd });
  const crates = new Set(tree.split("\n").map((line) => /^(\S+ v\S+)/.exec(line)?.[1] ?? ""));
  const args = ["metadata", "--locked", "--format-version", "1", "--filter-platform", platform];
  const metadata = await outputOf("cargo", args, { cwd });
  const { packages } = JSON.parse(metadata) as { packages: readonly Package[] };
  const compiled = packages.filter(({ name, version }) => crates.has(`${name} v${version}`));
  const others = compiled.filter(({ name }) => !name.startsWith("fluxwire-"));
  const entries = others.toSorted((one, other) => one.name < other.name ? -1 : 1).map(entryOf);
  return [HEAD, ...entries, await standardLibrary()].join("");
}

function entryOf({ name, version, license, manifest_path }: Package): string {
  const folder = manifest_path.replace(/[^/\\]*$/, "");
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((one) => /^licen[cs]e/i.test(one))
    .toSorted();
  const chosen = files.filter((one) => !/apache/i.test(one) || files.length === 1);
  if (license === null || chosen.length === 0) {
    throw new Error(`Cannot write the notice: the crate ${name} has no text of its licence`);
  }
  return entry(name, version, license, chosen.map((file) => Deno.readTextFileSync(`${folder}${file}`)));
}

/** The standard library, whose licences come with the toolchain. */
async function standardLibrary(): Promise<string> {
  const version = /^rustc (\S+)/.exec(await outputOf("rustc", ["--version"], { cwd: CODEC_RS }))![1]!;
  const sysroot = (await outputOf("rustc", ["--print", "sysroot"], { cwd: CODEC_RS })).trim();
  const texts = ["MIT", "Unicode-3.0"].map((name) =>
    Deno.readTextFileSync(`${sysroot}/share/doc/rust/licenses/${name}.txt`).replace(/^Copyright.*<year>.*\n\n/m, "")
  );
  const holders =
    "Copyright (c) The Rust Project Developers (see https://thanks.rust-lang.org), and the authors of the\n" +
    "crates in it, whom COPYRIGHT-library.html of this toolchain names.";
  return entry("rust-std", version, "(MIT OR Apache-2.0) AND Unicode-3.0", [holders, ...texts]);
}

function entry(name: string, version: string, license: string, texts: readonly string[]): string {
  const text = texts.map((one) => one.replaceAll("\r\n", "\n").trim()).join("\n\n");
  return `\n${"-".repeat(80)}\n${name} ${version} (${license})\n\n${text}\n`;
}
