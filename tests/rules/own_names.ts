/**
 * How own packages are named.
 *
 * @module
 */
import { broken, type Facts, loads } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** No source imports what another package has for tests. */
export function testingEntry({ imports }: Facts): Finding[] {
  return imports.filter((one) => !one.from.isTest && loads(one)).flatMap((one) => {
    const { target, from } = one;
    if (target.kind !== "own" || target.package === from.package || !/^\.\/testing(\/|$)/.test(target.entry)) return [];
    const message = `${one.specifier} is for tests: import what sources need by another entry`;
    return [broken(one, "testing-entry", message)];
  });
}

/**
 * Own packages are imported by their bare name, which publishing replaces; no version stands in a name. A name that is
 * resolved while the program runs is not replaced, and takes its version from the manifest.
 */
export function bareNames({ imports }: Facts): Finding[] {
  return imports.flatMap((one) => {
    if (one.target.kind !== "own" || one.form === "text") return [];
    const bare = one.target.package.name + one.target.entry.slice(1);
    const versioned = `\`jsr:${one.target.package.name}@^\${manifest.version}${one.target.entry.slice(1)}\``;
    if (loads(one) && one.target.scheme !== "") {
      return [broken(one, "bare-names", `${one.specifier} is no bare name: write ${bare}`)];
    }
    if (one.form !== "name" || one.computed) return [];
    if (one.target.scheme !== "") {
      const remedy = one.from.isTest ? bare : versioned;
      return [broken(one, "bare-names", `${one.specifier} has a version of its own: write ${remedy}`)];
    }
    if (one.from.isTest) return [];
    return [broken(one, "bare-names", `${one.specifier} means nothing once it is published: write ${versioned}`)];
  });
}

/** No own package is imported by a computed name: neither publishing nor these rules would see it. */
export function literalNames({ imports }: Facts): Finding[] {
  const texts = Map.groupBy(imports.filter(({ form }) => form === "text"), ({ file }) => file);
  return imports.filter(({ from, form, computed }) => !from.isTest && form === "dynamic" && computed).flatMap((one) => {
    const isOwn = one.specifier.startsWith(".") || texts.has(one.file);
    return isOwn ? [broken(one, "literal-names", "the name of an own module is computed: write it out")] : [];
  });
}
