/** The way of one server to the log, which a test may cut while the others go on. */

/** Where the log is. */
export type Target = Deno.ConnectOptions | Deno.UnixConnectOptions;

/** Carries connections to a target. It must be disposed. */
export class Tunnel implements AsyncDisposable {
  readonly #target: Target;
  readonly #listener: Deno.TcpListener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #connections = new Set<Disposable>();
  readonly #running = new Set<Promise<void>>();
  #isCut = false;
  #lost = 0;

  /** Listens at once. */
  constructor(target: Target) {
    this.#target = target;
    this.#run(this.#accept());
  }

  /** Where the server connects. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** How many answers of the log the cuts have kept from the server. */
  get lost(): number {
    return this.#lost;
  }

  /**
   * Cuts it where it hurts most: what the server sends still arrives, each connection ends instead of carrying the next answer, and
   * there are no new ones. So what was being appended lands, and the server does not hear of it.
   */
  cut(): void {
    this.#isCut = true;
  }

  /** Lets new connections through. What was open before ends. */
  mend(): void {
    this.#isCut = false;
    this.#end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.#end();
    await Promise.all(this.#running);
  }

  #end(): void {
    for (const one of [...this.#connections]) one[Symbol.dispose]();
  }

  #run(task: Promise<void>): void {
    const running: Promise<void> = task.finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #accept(): Promise<void> {
    for await (const near of this.#listener) {
      if (this.#isCut) near.close();
      else this.#run(this.#carry(near));
    }
  }

  async #carry(near: Deno.Conn): Promise<void> {
    let far: Deno.Conn | null = null, isOpen = true;
    const both: Disposable = {
      [Symbol.dispose]: () => {
        if (!isOpen) return;
        isOpen = false;
        this.#connections.delete(both);
        near.close();
        far?.close();
      },
    };
    using _ = both;
    this.#connections.add(both);
    try {
      const reached = "path" in this.#target
        ? await Deno.connect({ ...this.#target, transport: "unix" })
        : await Deno.connect(this.#target);
      if (!isOpen) return reached.close();
      far = reached;
      await Promise.race([copy(near, far, () => true), copy(far, near, () => this.#passes())]);
    } catch {
      // One of the ends is gone, and the other goes with it.
    }
  }

  #passes(): boolean {
    if (this.#isCut) this.#lost++;
    return !this.#isCut;
  }
}

/** Carries bytes in one direction, until an end is gone or some may not pass. */
async function copy(from: Deno.Conn, to: Deno.Conn, passes: () => boolean): Promise<void> {
  const buffer = new Uint8Array(64 * 1024);
  for (let count; (count = await from.read(buffer)) !== null;) {
    if (!passes()) return;
    for (let at = 0; at < count;) at += await to.write(buffer.subarray(at, count));
  }
}
