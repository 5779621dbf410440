// @ts-self-types="./codec_instance.d.ts"
import source module from "./codec.wasm";
import * as glue from "./codec_glue.js";

export function createInstance() {
  const { exports } = new WebAssembly.Instance(module, { "./codec_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  // The glue is done, and would keep the memory of an instance that has been dropped.
  glue.__wbg_set_wasm(undefined);
  return exports;
}
