/** A finding's first line, and where `deno doc --lint` saw it. */
const FINDING = /^(?=error\[)/m, PLACE = /^\s*--> (.+?):\d+:\d+$/m;

/**
 * Keeps what `deno doc --lint` has found in a folder: an entry that passes on types of an npm package is not to blame for
 * their documentation.
 *
 * @param text What it wrote, without colours.
 * @param folder The folder, without a slash at its end.
 * @returns The findings; those without a place are kept.
 */
export function ownLint(text: string, folder: string): string[] {
  return text.split(FINDING).filter((part) => part.startsWith("error[")).filter((finding) => {
    const place = finding.match(PLACE)?.[1];
    return place === undefined || place.startsWith(`${folder}/`);
  });
}
