/**
 * A link that saves a file which the page has. It is never shown: what is in it is not the page's.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { useSignal } from "../signals.ts";

/** What a {@link SaveLink} takes. */
export interface SaveLinkProps {
  /** What it saves. */
  readonly blob: Blob;
  /** The name that the browser proposes. */
  readonly name: string;
}

/** The link. */
export function SaveLink({ blob, name }: SaveLinkProps): ComponentChildren {
  const address = useSignal<string | null>(null);
  useLayoutEffect(() => {
    const made = address.value = URL.createObjectURL(blob);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  if (address.value === null) return null;
  // Marks of direction could hide where a name ends, and a slash names a folder.
  const plain = name.replaceAll(/[^\p{L}\p{N}._ -]+/gu, "_").replace(/^\.+/, "_").slice(-120) || "file";
  return <a download={plain} href={address.value}>Save {plain}</a>;
}
