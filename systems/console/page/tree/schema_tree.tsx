/**
 * The schema as a tree: any number of tables, opened when it is needed.
 *
 * @module
 */
import type { OpenAnswer } from "@fluxwire/console/api";
import type { TreeRow } from "../../worker/tree/messages.ts";
import { lookAtSession } from "../connect/sessions.ts";
import { attempt, type Failed } from "../failure/attempt.ts";
import { Failure } from "../failure/failure.tsx";
import { VirtualList } from "../list/virtual_list.tsx";
import { type ComponentChildren, h, useLayoutEffect, useMemo } from "../preact.ts";
import { shownLine } from "../../worker/shown_text.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { Schema } from "./schema.ts";

/** What a {@link SchemaTree} takes. */
export interface SchemaTreeProps extends ScreenProps {
  /** The session. */
  readonly open: OpenAnswer;
  /** A statement is to be written. */
  onStatement(statement: string): void;
}

/** The tree. */
export function SchemaTree({ source, session, open, onStatement }: SchemaTreeProps): ComponentChildren {
  const schema = useMemo(() => new Schema(session, source.id, open), [open.session]),
    frames = session.frames(source.id);
  const at = useSignal(0), failed = useSignal<Failed | null>(null), empty = useSignal<string | null>(null);
  const isReading = useSignal(true), { count, version } = schema.shown.value;
  const doing = async (step: () => Promise<void>): Promise<void> => {
    failed.value = await attempt(frames, step);
    if (failed.value !== null) await lookAtSession(session, source.id);
  };
  useLayoutEffect(() => {
    void doing(async () => {
      empty.value = await schema.read();
    }).then(() => isReading.value = false);
    return () => schema.close();
  }, [schema]);

  const toggle = (row: TreeRow): void => void (row.isOpen === null ? null : doing(() => schema.toggle(row.node)));
  const write = (row: TreeRow): void =>
    void doing(async () => {
      const statement = await schema.statementOf(row);
      if (statement === null) await schema.toggle(row.node);
      else onStatement(statement);
    });
  const act = async (key: string): Promise<void> => {
    const [row] = await schema.rows(at.value, 1);
    if (row === undefined) return;
    if (key === "Enter") return write(row);
    if (key === "ArrowRight") return row.isOpen === false ? toggle(row) : move(1);
    if (row.isOpen === true) return toggle(row);
    for (let up = at.value - 1; up >= 0; up--) {
      const [above] = await schema.rows(up, 1);
      if (above !== undefined && above.level < row.level) return void (at.value = up);
    }
  };
  const move = (by: number): void => void (at.value = Math.min(Math.max(at.value + by, 0), Math.max(count - 1, 0)));
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: 20,
    PageUp: -20,
    Home: -Infinity,
    End: Infinity,
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    const step = steps[event.key];
    if (step === undefined && !["Enter", "ArrowRight", "ArrowLeft"].includes(event.key)) return;
    event.preventDefault();
    if (step !== undefined) move(step);
    else void act(event.key);
  };
  return (
    <section class="schema" aria-label="Schema" onKeyDown={pressed}>
      <div class="bar">
        <label class="hidden" for="schema-filter">Filter the schema</label>
        <input
          id="schema-filter"
          type="text"
          spellcheck={false}
          placeholder="Filter"
          onInput={({ currentTarget: { value } }) => {
            at.value = 0;
            void doing(() => schema.filter(value));
          }}
        />
        <span class="count">{count.toLocaleString("en")}</span>
      </div>
      {failed.value !== null && <Failure {...failed.value} frames={frames} />}
      {isReading.value && <p class="empty" role="status">Asking for the schema …</p>}
      {empty.value !== null && <p class="empty">DBFlux shows nothing to open here. {empty.value}</p>}
      <VirtualList<TreeRow>
        label="Schema"
        role="tree"
        count={count}
        version={version}
        shown={at.value}
        isFollowing={false}
        onFollow={() => {}}
        id={(_, place) => `tree-${place}`}
        load={(from, many) => schema.rows(from, many)}
        row={(row, place) => (
          <Row
            key={row.node}
            row={row}
            place={place}
            isChosen={place === at.value}
            onChoose={() => at.value = place}
            onToggle={() => toggle(row)}
            onWrite={() => write(row)}
          />
        )}
      />
    </section>
  );
}

interface RowProps {
  readonly row: TreeRow;
  readonly place: number;
  readonly isChosen: boolean;
  onChoose(): void;
  onToggle(): void;
  onWrite(): void;
}

function Row({ row, place, isChosen, onChoose, onToggle, onWrite }: RowProps): ComponentChildren {
  const { level, kind, name, detail, isOpen } = row;
  return (
    <div
      id={`tree-${place}`}
      class={`row ${isChosen ? "selected" : ""}`}
      role="treeitem"
      aria-level={level}
      aria-setsize={row.of}
      aria-posinset={row.place}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isChosen}
      onMouseDown={onChoose}
      onDblClick={onWrite}
    >
      {"  ".repeat(level - 1)}
      <span onClick={onToggle}>{isOpen === null ? "  " : isOpen ? "▾ " : "▸ "}</span>
      <span class={`kind-${kind}`}>{shownLine(name)}</span>
      {detail !== "" && <span class="number">{` ${shownLine(detail)}`}</span>}
    </div>
  );
}
