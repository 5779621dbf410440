/**
 * The package's README with the declared table of faults; run as a program, it writes it.
 *
 * @module
 */
import { faultTable } from "../faults/table.ts";

const README = new URL("../README.md", import.meta.url);

/** The README as it is, and as it should be. */
export async function readme(): Promise<{ actual: string; expected: string }> {
  const actual = await Deno.readTextFile(README);
  const section = /(?<=<!-- faults -->\n)[^]*(?=<!-- end of faults -->)/;
  return { actual, expected: actual.replace(section, () => `${faultTable()}\n`) };
}

if (import.meta.main) await Deno.writeTextFile(README, (await readme()).expected);
