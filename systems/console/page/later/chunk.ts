/**
 * The file of the screens that are loaded later: it hands them to the page that has run before it.
 *
 * @module
 */
import * as screens from "./screens.ts";

(globalThis as unknown as { fluxwire: { add(later: typeof screens): void } }).fluxwire.add(screens);
