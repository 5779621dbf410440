import assert from "node:assert/strict";
import { CODEC_RS, WIRE } from "./paths.ts";

/** What the lock has for the codec, and `codec.wasm` has nothing of: macros, what they are built with, and parts that are off. */
const LEAVES_NOTHING = [
  "bumpalo",
  "embedded-io",
  "once_cell",
  "proc-macro2",
  "quote",
  "rustversion",
  "serde_derive",
  "syn",
  "thiserror-impl",
  "wasm-bindgen-macro",
  "wasm-bindgen-macro-support",
];

/** The crates of the lock, by `name version`, with what each depends on. */
function locked(): Map<string, string[]> {
  const text = Deno.readTextFileSync(`${CODEC_RS}/Cargo.lock`), crates = new Map<string, string[]>();
  for (const part of text.split("[[package]]\n").slice(1)) {
    const name = /^name = "(.*)"$/m.exec(part)![1]!, version = /^version = "(.*)"$/m.exec(part)![1]!;
    const list = /^dependencies = \[\n([^\]]*)\]/m.exec(part)?.[1] ?? "";
    crates.set(`${name} ${version}`, [...list.matchAll(/"(.*)"/g)].map(([, one]) => one!));
  }
  return crates;
}

/** The names in the part `[dependencies]` of a manifest. */
function direct(manifest: string): string[] {
  const parts = Deno.readTextFileSync(manifest).split(/^(?=\[)/m);
  const part = parts.find((one) => one.startsWith("[dependencies]\n"))!;
  return [...part.matchAll(/^([\w-]+) =/gm)].map(([, name]) => name!);
}

Deno.test("NOTICE beside codec.wasm has every crate that is compiled into it, in the version of Cargo.lock, and the toolchain's library", () => {
  const lock = locked(), notice = Deno.readTextFileSync(`${WIRE}/NOTICE`);
  const named = [...notice.matchAll(/^-{80}\n(\S+ \S+) \((.+)\)$/gm)].map(([, crate, licence]) => [crate!, licence!]);
  const open = [`${CODEC_RS}/Cargo.toml`, `${CODEC_RS}/wasm/Cargo.toml`].flatMap(direct), found = new Set<string>();
  assert.deepEqual(open.toSorted(), ["bincode", "fluxwire-codec", "postcard", "serde", "wasm-bindgen"]);
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const crate = [...lock.keys()].find((key) => key === one || key.split(" ")[0] === one)!;
    if (found.has(crate) || crate.startsWith("fluxwire-")) continue;
    found.add(crate);
    open.push(...lock.get(crate)!);
  }
  const compiled = [...found].filter((crate) => !LEAVES_NOTHING.includes(crate.split(" ")[0]!)).toSorted();
  const channel = /^channel = "(.*)"$/m.exec(Deno.readTextFileSync(`${CODEC_RS}/rust-toolchain.toml`))![1]!;
  assert.deepEqual(named.map(([crate]) => crate).toSorted(), [...compiled, `rust-std ${channel}`].toSorted());
  for (const [crate, licence] of named) {
    assert.match(licence!, /^\(?MIT\b/, `${crate}: MIT must be one of its licences`);
  }
  assert.equal(notice.match(/"AS IS"/g)!.length >= named.length, true);
});
