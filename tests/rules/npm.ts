/**
 * Where npm packages may be named.
 *
 * @module
 */
import { broken, type Facts, loads } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** The permitted place: the bench's histogram is in a program of its own, which no other module imports. */
const PLACES = ["systems/", "drivers/", "tests/", "packages/cli/bench/npm/"];
const PINNED = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** An npm package is named with its exact version in one file of the package that needs it, and nowhere else. */
export function npm({ imports }: Facts): Finding[] {
  const places = new Map<string, string>();
  return imports.filter(({ form }) => form !== "text").flatMap((one) => {
    const { target, from } = one;
    if (target.kind === "other" && loads(one) && !one.computed) {
      return [broken(one, "npm", `${one.specifier} is not of this repository, Deno or npm: do without it`)];
    }
    if (target.kind !== "npm") return [];
    if (!PLACES.some((place) => one.file.startsWith(place))) {
      return [broken(one, "npm", `${from.package.folder} runs with Deno alone: do without npm:${target.name}`)];
    }
    if (!PINNED.test(target.version)) {
      return [broken(one, "npm", `${one.specifier} is not pinned: write npm:${target.name}@MAJOR.MINOR.PATCH`)];
    }
    const key = `${from.package.folder} ${target.name}`;
    const first = places.get(key) ?? one.file;
    places.set(key, first);
    if (first === one.file) return [];
    return [broken(one, "npm", `${first} already names npm:${target.name}: import it from there`)];
  });
}

/** No deno.json names an npm package, or another version of an own one: every task would download it. */
export function configurations({ tree }: Facts): Finding[] {
  return [...tree.configurations].flatMap(([file, config]) => {
    return config.split("\n").flatMap((text, at): Finding[] => {
      const [, name, scheme] = /"((npm:|jsr:@fluxwire\/)[^"]*)"/.exec(text) ?? [];
      if (name === undefined) return [];
      const place = { file, line: at + 1 };
      if (scheme !== "npm:") {
        return [{ ...place, rule: "bare-names", message: `${name} is in a deno.json: import it by its bare name` }];
      }
      return [{
        ...place,
        rule: "npm",
        message: `${name} is in a deno.json: write it into the one file that needs it`,
      }];
    });
  });
}
