/**
 * Results that words choose.
 *
 * @module
 */
import type { ShownCheck } from "@fluxwire/console/api";
import { verdictWord } from "./failed_first.ts";

/** The results that have all of the words in their verdict, layout, id or reason; a layout is meant whole. */
export function withWords(results: readonly ShownCheck[], text: string): readonly ShownCheck[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return results;
  return results.filter(({ verdict, layout, id, message }) => {
    const read = `${verdictWord(verdict)} ${id} ${message ?? ""}`.toLowerCase();
    return words.every((word) => /^\d+\.[\d.]+$/.test(word) ? layout === word : read.includes(word));
  });
}
