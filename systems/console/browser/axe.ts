/**
 * The program that finds what hinders people who do not see, or use no mouse.
 *
 * @module
 */
import axe from "npm:axe-core@4.14.1";

/** A rule that a page breaks, and where. */
export interface Violation {
  /** The rule's id. */
  readonly id: string;
  /** What it asks for. */
  readonly help: string;
  /** The elements, as selectors of CSS. */
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** The script that defines `axe` in a page. */
export const AXE_SOURCE: string = axe.source;
