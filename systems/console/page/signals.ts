/**
 * Values that the page shows anew when they change.
 *
 * @module
 */
export {
  batch,
  computed,
  effect,
  type ReadonlySignal,
  type Signal,
  signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "npm:@preact/signals@2.11.4";
