/** The root module of an isolate's process: a fixed text that holds nothing of a hook. */
import {
  abortCall,
  askQuestion,
  describeError,
  frameWriter,
  loadHooks,
  makeContext,
  notAllowed,
  readFrames,
  recordTimers,
  REMOVED_GLOBALS,
  runCall,
  serveIsolate,
  settleQuestion,
} from "./root_program.ts";

const FUNCTIONS = [
  recordTimers,
  abortCall,
  serveIsolate,
  loadHooks,
  runCall,
  makeContext,
  askQuestion,
  settleQuestion,
  notAllowed,
  describeError,
  frameWriter,
  readFrames,
];

/**
 * The address of the root module. A `data:` address also works if this package itself came from a registry.
 *
 * @param hasRemovals Whether it removes globals; a test shows that the process alone is a wall.
 */
export function rootAddress(hasRemovals: boolean): string {
  const removed = JSON.stringify(hasRemovals ? REMOVED_GLOBALS : []);
  const text = [...FUNCTIONS.map(String), `await serveIsolate(${removed});`].join("\n");
  return `data:text/javascript,${encodeURIComponent(text)}`;
}
