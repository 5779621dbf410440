/**
 * Which files touch WebAssembly's memory.
 *
 * @module
 */
import { broken, type Facts, type KnownImport } from "./facts.ts";
import type { Finding } from "./finding.ts";

const CODEC = "packages/wire/codec.ts";

/**
 * Only codec.ts and its imports touch WebAssembly's memory. A source touches it if it names `WebAssembly`, imports a
 * `.wasm` or its glue, or imports a file that touches it, by value or type; the search ends at codec.ts.
 */
export function memory({ imports }: Facts): Finding[] {
  const arrows = imports.filter(({ from, form }) => !from.isTest && form !== "text");
  const behindCodec = closure([CODEC], (file) => arrows.filter((one) => one.file === file).flatMap(pathsOf));
  const reasons = new Map<string, KnownImport>();
  for (const one of arrows.filter(isDirect)) reasons.set(one.file, one);
  for (const file of reasons.keys()) {
    if (file === CODEC) continue;
    for (const one of arrows) {
      if (pathsOf(one).includes(file) && !reasons.has(one.file)) reasons.set(one.file, one);
    }
  }
  return [...reasons].filter(([file]) => !behindCodec.has(file)).map(([, reason]) => {
    return broken(reason, "memory", `this touches WebAssembly's memory: go through ${CODEC}`);
  });
}

function isDirect({ form, specifier }: KnownImport): boolean {
  return form === "WebAssembly" || /(\.wasm|codec_glue\.js)$/.test(specifier);
}

function pathsOf({ target }: KnownImport): string[] {
  return (target.kind === "path" || target.kind === "own") && target.path !== null ? [target.path] : [];
}

function closure(start: readonly string[], next: (file: string) => string[]): ReadonlySet<string> {
  const reached = new Set(start);
  for (const file of reached) {
    for (const one of next(file)) reached.add(one);
  }
  return reached;
}
