/**
 * The codec's WebAssembly instance under observation: its memory, and its behaviour after a trap.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { decode } from "@fluxwire/wire";

type Exports = Record<string, unknown> & { memory: WebAssembly.Memory; decode: (...numbers: number[]) => number };

/** One function that executes `unreachable`, as Rust does after a panic. */
const TRAP = Uint8Array.fromHex("0061736d0100000001040160000003020100070801047472617000000a05010300000b");

/**
 * Watches every instance of the codec in this test file. The first message of a file creates the first instance, so the
 * watch begins before that; it ends with the file, which has its own isolate.
 */
export class WatchedCodec {
  #memory: WebAssembly.Memory | null = null;
  #instances = 0;
  #isBreaking = false;

  /** Begins watching. */
  constructor() {
    const { Instance } = WebAssembly;
    const { trap } = new Instance(new WebAssembly.Module(TRAP)).exports as { trap: () => never };
    const watch = (exports: Exports): Exports => {
      this.#memory = exports.memory;
      this.#instances++;
      // A broken instance stays broken; only a new one works again.
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

  /** How many instances were created. */
  get instances(): number {
    return this.#instances;
  }

  /** The memory of the newest instance, in MiB: it never shrinks, so this is its maximum. */
  get memoryMiB(): number {
    return (this.#memory?.buffer.byteLength ?? 0) / 2 ** 20;
  }

  /** Makes the present instance trap at its next decoding. */
  breakInstance(): void {
    this.#isBreaking = true;
  }

  /** Makes the present instance trap and be replaced by one with little memory. */
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
