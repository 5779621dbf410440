/**
 * A source without anything behind it.
 *
 * @module
 */
import { LineRing } from "../live/ring.ts";
import type { ConsoleSource, Operation, SentFile } from "../source.ts";

/** Gives back what it is asked, and has one stream, `wire`. */
export class FakeSource implements ConsoleSource {
  readonly id = "one";
  readonly kind = "driver";
  readonly title = "A driver";
  readonly panels = ["wire", "query"] as const;
  /** The lines of `wire`. */
  readonly ring: LineRing = new LineRing();
  /** Whether it was closed. */
  isClosed = false;
  readonly operations: Readonly<Record<string, Operation>> = {
    echo: { changes: false, run: (input: unknown) => Promise.resolve({ input }) },
    drop: { changes: true, run: () => Promise.resolve(null) },
    fail: {
      changes: false,
      run: () => Promise.reject(Object.assign(new Error("Cannot do it"), { code: "Timeout", remedy: "Wait" })),
    },
  };

  stream(name: string): LineRing | null {
    return name === "wire" ? this.ring : null;
  }

  call({ body }: { body: string | Uint8Array }): Promise<{ payload: Uint8Array; layout: string; ms: number }> {
    const payload = typeof body === "string" ? new TextEncoder().encode(body) : body;
    return Promise.resolve({ payload, layout: "0.7.1", ms: 1.5 });
  }

  take({ name, type, bytes }: SentFile): Promise<unknown> {
    return Promise.resolve({ name, type, size: bytes.length });
  }

  give(file: string): Promise<ReadableStream<Uint8Array>> {
    return Promise.resolve(new Blob([`<script>${file}</script>`], { type: "text/html" }).stream());
  }

  write(run: string, bytes: Uint8Array): void {
    this.ring.push(`${run} took ${new TextDecoder().decode(bytes)}`);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
