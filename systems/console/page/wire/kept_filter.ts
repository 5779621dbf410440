/**
 * The filter of a source's frames, while another screen or source is shown and through a reload.
 *
 * @module
 */
import { useLayoutEffect, useRef } from "../preact.ts";
import { drafts } from "../shell/drafts.ts";
import { note, place } from "../shell/place.ts";
import { TEXT } from "../shell/typed_secrets.ts";

/**
 * Goes on with the filter that was left, unless the address says what is to be shown.
 *
 * @param source The source's id; null if its filter is not kept.
 */
export function useKeptFilter(source: string | null, filter: string): void {
  const isFirst = useRef(true);
  useLayoutEffect(() => {
    if (source === null) return;
    const kept = drafts.of(source, "filter", TEXT), wasFirst = isFirst.current;
    isFirst.current = false;
    if (!wasFirst || filter !== "") kept.value = filter;
    else if (kept.value !== "" && Object.keys(place.value.more).length === 0) note("filter", kept.value);
  }, [source, filter]);
}
