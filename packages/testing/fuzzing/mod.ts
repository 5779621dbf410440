/**
 * Fuzzing of any driver: sequences of extreme requests and broken bytes that follow from a seed, and what is judged a finding.
 *
 * @module
 */
export { type Finding, findingText } from "./finding.ts";
export { type FuzzEnd, Fuzzer, type FuzzOptions, type FuzzReport } from "./fuzzer.ts";
export { ORACLES } from "./oracle.ts";
export { fromReproducer, toReproducer } from "./reproducer.ts";
export type { Sequence } from "./sequence.ts";
export type { Greeting, Subject } from "./subject.ts";
