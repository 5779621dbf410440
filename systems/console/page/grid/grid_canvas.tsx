/**
 * The canvas of a grid: any number of cells, of which those in sight are drawn.
 *
 * @module
 */
import type { ResultHead } from "../../worker/results/messages.ts";
import { type ComponentChildren, h, useLayoutEffect, useMemo, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { Blocks } from "./blocks.ts";
import { coloursAt, FORCED, monoAt } from "./colours.ts";
import { Geometry, ROW_HEIGHT } from "./geometry.ts";
import { Mirror } from "./mirror.tsx";
import { paint } from "./paint.ts";
import { moved, selected, type Selection } from "./selection.ts";
import type { ShownResult } from "./shown_result.ts";

/** What a {@link GridCanvas} takes. */
export interface GridCanvasProps {
  /** The result. */
  readonly result: ShownResult;
  /** What is selected. */
  readonly selection: Selection;
  /** Whether it is not the answer of the last statement. */
  readonly isOld: boolean;
  /** Whether another answer is on its way. */
  readonly isBusy: boolean;
  /** The selection has changed. */
  onSelect(selection: Selection): void;
  /** The cell with the focus is to be shown whole. */
  onOpen(): void;
}

/** The grid. */
export function GridCanvas(props: GridCanvasProps): ComponentChildren {
  const { result, selection, isOld, isBusy, onSelect, onOpen } = props;
  const element = useRef<HTMLDivElement>(null), canvas = useRef<HTMLCanvasElement>(null);
  const version = useSignal(0), size = useSignal({ width: 0, height: 0 }), { head } = result;
  const blocks = useMemo(() => new Blocks((range) => result.cells(range), () => version.value++), [result]);
  const geometry = useMemo(() => geometryOf(head, element.current), [result, size.value.width > 0]);
  const isDrag = useRef(false), frame = useRef(0);
  const drawing = { result, selection, isOld, geometry, blocks };
  const latest = useRef(drawing);
  latest.current = drawing;

  const draw = (): void => {
    frame.current = 0;
    const grid = element.current, here = canvas.current;
    if (grid === null || here === null) return;
    const { geometry, blocks, selection, isOld, result } = latest.current;
    const view = { width: grid.clientWidth, height: grid.clientHeight }, ratio = devicePixelRatio;
    here.width = Math.round(view.width * ratio);
    here.height = Math.round(view.height * ratio);
    here.style.width = `${view.width}px`;
    here.style.height = `${view.height}px`;
    const context = here.getContext("2d", { alpha: false })!, left = grid.scrollLeft;
    context.scale(ratio, ratio);
    const sight = geometry.sight({ left, top: grid.scrollTop }, view), { columns } = result.head;
    const colours = coloursAt(grid), family = monoAt(grid);
    paint({ context, view, left, sight, columns, geometry, blocks, selection, colours, family, isOld });
  };
  const drawSoon = (): void => {
    if (frame.current === 0) frame.current = requestAnimationFrame(draw);
  };
  useLayoutEffect(() => {
    const schemes = ["(prefers-color-scheme: dark)", FORCED].map((one) => matchMedia(one)), grid = element.current!;
    const observer = new ResizeObserver(() => size.value = { width: grid.clientWidth, height: grid.clientHeight });
    observer.observe(grid);
    for (const scheme of schemes) scheme.addEventListener("change", drawSoon);
    return () => {
      observer.disconnect();
      for (const scheme of schemes) scheme.removeEventListener("change", drawSoon);
      cancelAnimationFrame(frame.current);
    };
  }, []);
  useLayoutEffect(drawSoon);
  useLayoutEffect(() => {
    const grid = element.current!, { row, column } = selection.cursor;
    if (head.columns.length === 0 || grid.clientHeight === 0) return;
    grid.scrollTop = geometry.scrollTopFor(row, grid.scrollTop, grid.clientHeight);
    grid.scrollLeft = geometry.scrollLeftFor(column, grid.scrollLeft, grid.clientWidth);
  }, [selection, geometry, size.value]);

  const placeOf = (event: MouseEvent) => {
    const grid = element.current!,
      box = grid.getBoundingClientRect(),
      view = { width: grid.clientWidth, height: grid.clientHeight };
    const sight = geometry.sight({ left: grid.scrollLeft, top: grid.scrollTop }, view);
    const row = sight.row + Math.floor((event.clientY - box.top - ROW_HEIGHT - sight.top) / ROW_HEIGHT);
    return { row, column: geometry.columnAt(event.clientX - box.left - geometry.numberWidth + grid.scrollLeft) };
  };
  const pressed = (event: KeyboardEvent): void => {
    const key = event.ctrlKey || event.metaKey ? `Ctrl+${event.key}` : event.key;
    const page = Math.max(1, Math.floor(size.value.height / ROW_HEIGHT) - 2);
    const next = moved(selection, { key, isShift: event.shiftKey, page }, {
      rows: head.rows,
      columns: head.columns.length,
    });
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(next);
  };
  const point = (event: MouseEvent, isExtended: boolean): void => {
    const anchor = isExtended ? selection.anchor : null;
    onSelect(selected(placeOf(event), anchor, { rows: head.rows, columns: head.columns.length }));
  };
  void version.value;
  return (
    <div
      class="grid"
      ref={element}
      role="grid"
      aria-label="Result"
      aria-rowcount={head.rows + 1}
      aria-colcount={head.columns.length}
      aria-multiselectable
      aria-activedescendant={head.rows === 0 ? undefined : `cell-${selection.cursor.column}`}
      aria-busy={isBusy}
      tabIndex={0}
      onScroll={drawSoon}
      onKeyDown={pressed}
      onMouseDown={(event) => {
        isDrag.current = event.target === canvas.current;
        if (isDrag.current) point(event, event.shiftKey);
      }}
      onMouseMove={(event) => isDrag.current && event.buttons === 1 && point(event, true)}
      onDblClick={onOpen}
    >
      <div class="grid-all" style={{ width: `${geometry.width}px`, height: `${geometry.height}px` }}>
        <canvas ref={canvas} role="presentation" />
      </div>
      {head.rows > 0 && (
        <Mirror
          id="cell"
          columns={head.columns}
          selection={selection}
          cell={(row, column) => blocks.cell(row, column)}
        />
      )}
    </div>
  );
}

function geometryOf({ columns, rows }: ResultHead, element: HTMLElement | null): Geometry {
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `12px ${monoAt(element ?? document.documentElement)}`;
  return new Geometry(columns, rows, context.measureText("0".repeat(100)).width / 100);
}
