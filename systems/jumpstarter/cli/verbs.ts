/**
 * The verbs of `fluxwire jumpstarter`, each with its usage.
 *
 * @module
 */
import type { Verb } from "./verb.ts";

/** Every verb. */
export const VERBS: readonly Verb[] = [
  {
    name: "j",
    usage: "[FLAGS] [DEVICE...] [COMMAND [ARGS]]",
    summary: "Use the devices of an exporter; without words, show their tree",
    words: [0, Infinity],
    flags: [],
    isRaw: true,
    timeoutMs: null,
    load: () => import("./j.ts"),
  },
];
