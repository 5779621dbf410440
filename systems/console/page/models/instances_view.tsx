/**
 * A model's instances: a filter, a grid of 200 rows a page, and the chosen one beside it.
 *
 * @module
 */
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { bind } from "../shell/keys.ts";
import { note, place } from "../shell/place.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { CreateForm } from "./create_form.tsx";
import type { Drafts } from "./drafts.ts";
import { InstancePane } from "./instance_pane.tsx";
import { useLoaded, useSteady } from "./loaded.ts";
import type { ModelViewProps } from "./models_screen.tsx";
import { RowTable } from "./row_table.tsx";

/** What stands in `more` for an instance that is not made yet. */
const NEW = "+";

/** The view. */
export function InstancesView(props: ModelViewProps): ComponentChildren {
  const { client, model, feed, drafts, isView } = props, { more } = place.value;
  const filter = more["filter"] ?? "", order = more["order"] ?? "", chosen = more["instance"] ?? "";
  const info = useLoaded(`${model} ${feed.models.value}`, () => client.model(model));
  const pages = useSignal<readonly string[]>([]), from = pages.value.at(-1) ?? null;
  const newest = useSteady(feed.newest(model).value?.seq ?? 0);
  const rows = useLoaded(JSON.stringify([model, filter, order, from]), () => {
    return client.rows(`model:${model}`, filter, order, from);
  });
  useLayoutEffect(() => {
    if (newest > 0) rows.again();
  }, [newest]);
  const ask = (name: string, text: string): void => {
    pages.value = [];
    note(name, text);
  };
  const shown = rows.value.value, failed = rows.error.value ?? info.error.value, fields = info.value.value;
  const close = (): void => note("instance", null), next = shown?.next ?? null;
  const turn = (isOn: boolean): void => {
    if (!isOn) pages.value = pages.value.slice(0, -1);
    else if (next !== null) pages.value = [...pages.value, next];
  };
  useLayoutEffect(() => {
    const bound = bind([
      { key: "]", help: "The next page of instances", run: () => turn(true) },
      { key: "[", help: "The page of instances before", run: () => turn(false) },
    ]);
    return () => bound[Symbol.dispose]();
  }, [next]);
  return (
    <div class={`instances ${chosen === "" ? "" : "open"}`}>
      <div class="instances-list">
        <FilterBar
          key={model}
          filter={filter}
          references={fields?.fields.filter(({ refersTo }) => refersTo !== null).map(({ name }) => name) ?? []}
          onFilter={(text) => ask("filter", text)}
        >
          {!isView && <button type="button" onClick={() => note("instance", NEW)}>New instance</button>}
        </FilterBar>
        <NotSaved drafts={drafts} model={model} chosen={chosen} />
        {failed !== null && <Problem error={failed} />}
        {shown !== null && (
          <RowTable
            label={`Instances of ${model}`}
            rows={shown}
            chosen={chosen === "" ? null : `instance:${model}/${chosen}`}
            order={order}
            onOrder={(next) => ask("order", next)}
            onChoose={(row) => note("instance", String(row.values["id"]))}
          />
        )}
        {shown !== null && (
          <div class="bar">
            <button
              type="button"
              disabled={pages.value.length === 0}
              onClick={() => turn(false)}
            >
              <kbd>[</kbd> Page before
            </button>
            <button
              type="button"
              disabled={next === null}
              onClick={() => turn(true)}
            >
              <kbd>]</kbd> Next page
            </button>
            <span class="count" role="status">
              {counted(shown.rows.length, "instance")}, page {pages.value.length + 1}
            </span>
          </div>
        )}
      </div>
      {chosen === NEW && fields !== null && (
        <CreateForm
          client={client}
          info={fields}
          draft={drafts.created(model)}
          onClose={close}
          onCreated={({ id }) => note("instance", id)}
        />
      )}
      {chosen !== "" && chosen !== NEW && fields !== null && (
        <InstancePane key={chosen} {...props} info={fields} id={chosen} onClose={close} />
      )}
    </div>
  );
}

/** What has changes that are not saved, with a way back to each. */
function NotSaved({ drafts, model, chosen }: { drafts: Drafts; model: string; chosen: string }): ComponentChildren {
  const isNew = drafts.created(model).value !== null;
  const ids = [...(isNew ? [NEW] : []), ...drafts.instances(model)].filter((id) => id !== chosen);
  if (ids.length === 0) return null;
  return (
    <p class="bar" role="status">
      Not saved yet:
      {ids.map((id) => (
        <button key={id} type="button" onClick={() => note("instance", id)}>
          Go on with {id === NEW ? `the new ${model}` : id}
        </button>
      ))}
    </p>
  );
}

interface FilterBarProps {
  readonly filter: string;
  readonly references: readonly string[];
  readonly children: ComponentChildren;
  onFilter(text: string): void;
}

const EXPAND = /(?:^|\s)expand:\S*/g;

function FilterBar({ filter, references, children, onFilter }: FilterBarProps): ComponentChildren {
  const text = useSignal(filter), isExpanded = filter.search(EXPAND) !== -1;
  const expand = (isOn: boolean): void => {
    text.value = `${text.value.replaceAll(EXPAND, "")}${isOn ? ` expand:${references.join(",")}` : ""}`.trim();
    onFilter(text.value);
  };
  return (
    <form
      class="bar"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onFilter(text.value);
      }}
    >
      <label for="filter">Filter</label>
      <input
        id="filter"
        type="text"
        spellcheck={false}
        placeholder='views>5 title~"of the" note=null words'
        value={text.value}
        onInput={(event) => text.value = event.currentTarget.value}
      />
      <button type="submit">Show</button>
      {references.length > 0 && (
        <label>
          <input type="checkbox" checked={isExpanded} onInput={(event) => expand(event.currentTarget.checked)} /> Expand
        </label>
      )}
      {children}
    </form>
  );
}
