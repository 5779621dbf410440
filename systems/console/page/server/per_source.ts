/**
 * What a page keeps of each source while it is open.
 *
 * @module
 */

/** Gives what a source has, which is made when it is asked for first; each session has its own. */
export function perSource<S extends object, T>(
  make: (session: S, source: string) => T,
): (session: S, source: string) => T {
  const sessions = new WeakMap<S, Map<string, T>>();
  return (session, source) => {
    const known = sessions.get(session) ?? new Map<string, T>();
    sessions.set(session, known);
    const found = known.get(source) ?? make(session, source);
    known.set(source, found);
    return found;
  };
}
