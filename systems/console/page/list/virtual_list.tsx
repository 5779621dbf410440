/**
 * A list of any length, of which only the rows in sight are elements.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";

/** The height of a row, in CSS pixels. */
export const ROW_HEIGHT = 22;
/** Rows beyond both edges, so that scrolling shows no gap. */
const BEYOND = 4;

/** What a {@link VirtualList} takes. */
export interface VirtualListProps<T> {
  /** How many rows there are. */
  readonly count: number;
  /** Changes when rows in sight may be others. */
  readonly version: unknown;
  /** Gives rows by their places. */
  load(from: number, count: number): Promise<readonly T[]>;
  /** Draws a row. */
  row(item: T, place: number): ComponentChildren;
  /** The place of the selected row, which must be in sight; null for none. */
  readonly shown: number | null;
  /** Whether the end stays in sight. */
  readonly isFollowing: boolean;
  /** The user has scrolled away from the end, or to it. */
  onFollow(isFollowing: boolean): void;
  /** What the list is, for screen readers. */
  readonly label: string;
  /** The id that {@link VirtualListProps.row} gives the element of a row; without one no row can be selected. */
  id?(item: T, place: number): string;
  /**
   * What it is to screen readers; the rows are options, or items of a tree.
   *
   * @default {"listbox"}
   */
  readonly role?: "listbox" | "tree";
}

/** The list. */
export function VirtualList<T>(props: VirtualListProps<T>): ComponentChildren {
  const { count, version, load, row, shown, isFollowing, onFollow, label, id, role = "listbox" } = props;
  const element = useRef<HTMLDivElement | null>(null);
  const top = useSignal(0),
    height = useSignal(600),
    items = useSignal<{ from: number; rows: readonly T[] }>({ from: 0, rows: [] });
  const from = Math.max(0, Math.floor(top.value / ROW_HEIGHT) - BEYOND);
  const visible = Math.ceil(height.value / ROW_HEIGHT) + 2 * BEYOND;

  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => height.value = entry!.contentRect.height);
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    let isOld = false;
    load(from, visible).then((rows) => {
      if (!isOld) items.value = { from, rows };
    });
    return () => isOld = true;
  }, [from, visible, version, count]);
  useLayoutEffect(() => {
    const list = element.current!;
    if (isFollowing) list.scrollTop = count * ROW_HEIGHT;
    else if (shown !== null) {
      const at = shown * ROW_HEIGHT;
      if (at < list.scrollTop) list.scrollTop = at;
      else if (at + ROW_HEIGHT > list.scrollTop + height.value) list.scrollTop = at + ROW_HEIGHT - height.value;
    }
  }, [isFollowing, shown, count, height.value]);

  const scrolled = (): void => {
    const list = element.current!;
    top.value = list.scrollTop;
    const isAtEnd = list.scrollTop + list.clientHeight >= count * ROW_HEIGHT - ROW_HEIGHT;
    if (isFollowing && !isAtEnd) onFollow(false);
  };
  const drawn = items.value, selected = shown === null ? undefined : drawn.rows[shown - drawn.from];
  return (
    <div
      class="list"
      ref={element}
      onScroll={scrolled}
      role={role}
      aria-label={label}
      aria-activedescendant={selected === undefined ? undefined : id?.(selected, shown!)}
      tabIndex={0}
    >
      <div class="list-all" style={{ height: `${count * ROW_HEIGHT}px` }}>
        <div class="list-part" style={{ transform: `translateY(${drawn.from * ROW_HEIGHT}px)` }}>
          {drawn.rows.map((item, index) => row(item, drawn.from + index))}
        </div>
      </div>
    </div>
  );
}
