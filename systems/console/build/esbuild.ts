/**
 * The bundler.
 *
 * @module
 */
export { build, type BuildOptions, type Plugin, stop, transform } from "npm:esbuild@0.28.2";
