/**
 * Sockets that break while nothing listens to them: the library takes its listeners off between two steps of connecting, and an
 * error of a socket there would end the process. Its time limit for connecting then makes it try again.
 */
/** What the system says of a connection that is gone. */
const LOST: ReadonlySet<string> = new Set(["ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "EPIPE", "ETIMEDOUT"]);

/** Keeps such an error from ending the process, until it is disposed; any other error still does. */
export function keepLostSockets(): Disposable {
  const keep = (event: ErrorEvent): void => {
    const { code, syscall } = (event.error ?? {}) as { code?: unknown; syscall?: unknown };
    if (typeof code === "string" && LOST.has(code) && (syscall === "read" || syscall === "write")) {
      event.preventDefault();
    }
  };
  globalThis.addEventListener("error", keep);
  return { [Symbol.dispose]: () => globalThis.removeEventListener("error", keep) };
}
