/**
 * How own packages are named.
 *
 * @module
 */
import { broken, type Facts, loads } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** No source imports the testing entry of another package. */
export function testingEntry({ imports }: Facts): Finding[] {
  return imports.filter((one) => !one.from.isTest && loads(one)).flatMap((one) => {
    const { target, from } = one;
    if (target.kind !== "own" || target.package === from.package || !/^\.\/testing(\/|$)/.test(target.entry)) return [];
    const message = `${one.specifier} is for tests: use another entry`;
    return [broken(one, "testing-entry", message)];
  });
}

/** Own packages are named without version and registry: publishing adds them, also for resolved names. */
export function bareNames({ imports }: Facts): Finding[] {
  return imports.flatMap((one) => {
    if (one.target.kind !== "own" || one.form === "text" || one.target.scheme === "" || one.computed) return [];
    const bare = one.target.package.name + one.target.entry.slice(1);
    return [broken(one, "bare-names", `${one.specifier} is not a bare name: write ${bare}`)];
  });
}

/** No own module is imported or resolved by a computed name: neither publishing nor these rules would find it. */
export function literalNames({ imports }: Facts): Finding[] {
  const texts = Map.groupBy(imports.filter(({ form }) => form === "text"), ({ file }) => file);
  return imports.filter(({ from, form, computed }) => !from.isTest && computed && form !== "text").flatMap((one) => {
    const isRelative = one.form === "dynamic" && one.specifier.startsWith(".");
    if (!isRelative && !texts.has(one.file)) return [];
    return [broken(one, "literal-names", "the name of an own module is computed: write it out")];
  });
}
