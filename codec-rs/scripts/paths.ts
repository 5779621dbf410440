/**
 * The paths of the codec's sources and of the committed files that are built from them.
 *
 * @module
 */

/** The project's folder. */
export const ROOT: string = folder(new URL("../../", import.meta.url));

/** The codec's Cargo workspace. */
export const CODEC_RS: string = `${ROOT}/codec-rs`;

/** The package that carries what is built and generated. */
export const WIRE: string = `${ROOT}/packages/wire`;

/** Scratch of Cargo and of these scripts; git ignores it. */
export const TARGET: string = `${CODEC_RS}/target`;

/** The committed name of each file that wasm-bindgen writes. */
export const BUILT: Readonly<Record<string, string>> = {
  "codec_bg.wasm": "codec.wasm",
  "codec_bg.js": "codec_glue.js",
};

/** The folder of each file that the generator writes from the tables. */
export const GENERATED: Readonly<Record<string, string>> = {
  "dto.ts": "packages/wire",
  "methods.ts": "packages/wire",
  "schema.ts": "packages/wire",
  "wire_types.ts": "packages/sdk",
};

function folder(url: URL): string {
  const path = decodeURIComponent(url.pathname).replace(/\/$/, "");
  return Deno.build.os === "windows" ? path.slice(1) : path;
}
