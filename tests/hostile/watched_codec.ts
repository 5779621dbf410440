/**
 * The codec's WebAssembly instance as a test sees it: how much memory it has, and how it behaves when it is broken.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { decode } from "@fluxwire/wire";

type Exports = Record<string, unknown> & { memory: WebAssembly.Memory; decode: (...numbers: number[]) => number };

/** One function that executes `unreachable`, as Rust does after a panic. */
const TRAP = Uint8Array.fromHex("0061736d0100000001040160000003020100070801047472617000000a05010300000b");

/**
 * Watches every instance of the codec in this test file. The first message of a file makes the first instance, so the
 * watch begins before that; it ends with the file, which is an isolate of its own.
 */
export class WatchedCodec {
  #memory: WebAssembly.Memory | null = null;
  #instances = 0;
  #isBreaking = false;

  /** Begins to watch. */
  constructor() {
    const { Instance } = WebAssembly;
    const { trap } = new Instance(new WebAssembly.Module(TRAP)).exports as { trap: () => never };
    const watch = (exports: Exports): Exports => {
      this.#memory = exports.memory;
      this.#instances++;
      // What is broken stays broken; only a new instance is well again.
      let isBroken = false;
      const decode: Exports["decode"] = (...numbers) => {
        isBroken ||= this.#isBreaking;
        this.#isBreaking = false;
        return isBroken ? trap() : exports.decode(...numbers);
      };
      return { ...exports, decode };
    };
    WebAssembly.Instance = function (module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      return { exports: watch(new Instance(module, imports).exports as Exports) };
    } as unknown as typeof Instance;
  }

  /** How many instances there have been. */
  get instances(): number {
    return this.#instances;
  }

  /** The memory of the newest instance, in MiB: it never shrinks, so this is the most that was needed. */
  get memoryMiB(): number {
    return (this.#memory?.buffer.byteLength ?? 0) / 2 ** 20;
  }

  /** Makes the present instance trap, from its next decoding on. */
  breakInstance(): void {
    this.#isBreaking = true;
  }

  /** Has the present instance fail and be replaced by one with little memory. */
  renew(): void {
    const { instances } = this;
    const ping = Uint8Array.fromHex("010202000003");
    if (instances > 0) {
      this.breakInstance();
      try {
        decode("request", "0.7.1", ping);
      } catch (error) {
        ok((error as Error).cause instanceof WebAssembly.RuntimeError);
      }
    }
    decode("request", "0.7.1", ping);
    ok(this.#instances > instances);
  }
}
