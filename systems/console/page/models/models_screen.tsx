/**
 * Models: what a model server has, and its instances as a grid.
 *
 * @module
 */
import type { TreeNode } from "@fluxwire/console/api";
import { type ComponentChildren, h, useMemo } from "../preact.ts";
import { go, place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { Problem } from "../system/problem.tsx";
import { DefinitionView } from "./definition_view.tsx";
import { type Drafts, draftsOf } from "./drafts.ts";
import { type Feed, feedOf } from "./feed.ts";
import { FeedBanner } from "./feed_banner.tsx";
import { HooksView } from "./hooks_view.tsx";
import { InstancesView } from "./instances_view.tsx";
import { type Loaded, useLoaded } from "./loaded.ts";
import { ModelsClient } from "./models_client.ts";
import { ServerFacts } from "./server_facts.tsx";

/** What stands in `more` for a model that is not defined yet. */
const NEW = "+";

/** What the views of a model take. */
export interface ModelViewProps {
  /** Asks the server. */
  readonly client: ModelsClient;
  /** The model's id. */
  readonly model: string;
  /** The server's events. */
  readonly feed: Feed;
  /** What is not saved yet. */
  readonly drafts: Drafts;
  /** Whether the console only looks. */
  readonly isView: boolean;
  /** The models are others now. */
  onModels(): void;
}

/** The screen. */
export function ModelsScreen({ source, session }: ScreenProps): ComponentChildren {
  const client = useMemo(() => new ModelsClient(session.api, source.id), [source.id]);
  const feed = feedOf(session, source.id), { isView } = session.about, chosen = place.value.more["model"] ?? "";
  const models = useLoaded(`${source.id} ${feed.models.value}`, () => client.tree("models"));
  const drafts = draftsOf(session, source.id), props = { client, feed, drafts, isView, onModels: models.again };
  return (
    <section class="models">
      <ModelList models={models} drafts={drafts} chosen={chosen} isView={isView} />
      <div class="model">
        <FeedBanner feed={feed} />
        {models.error.value !== null && <Problem error={models.error.value} />}
        {chosen === "" && <ServerFacts client={client} />}
        {chosen === NEW && <DefinitionView key={NEW} {...props} model={null} />}
        {chosen !== "" && chosen !== NEW && <ModelView key={chosen} {...props} model={chosen} />}
      </div>
    </section>
  );
}

interface ModelListProps {
  readonly models: Loaded<readonly TreeNode[]>;
  readonly drafts: Drafts;
  readonly chosen: string;
  readonly isView: boolean;
}

function ModelList({ models, drafts, chosen, isView }: ModelListProps): ComponentChildren {
  const item = (id: string, title: string, facts: string): ComponentChildren => (
    <li key={id}>
      <button
        type="button"
        aria-current={id === chosen ? "page" : undefined}
        onClick={() => go({ screen: "models", more: id === "" ? {} : { model: id } })}
      >
        {title} {facts !== "" && <span class="note">{facts}</span>}
      </button>
    </li>
  );
  return (
    <nav class="model-list" aria-label="Models" data-pane>
      <ul>
        {item("", "Server", "")}
        {(models.value.value ?? []).map(({ id, title, facts }) => {
          const version = facts.find(({ name }) => name === "version")?.value ?? "";
          const model = id.slice("model:".length);
          return item(model, title, `v${version}${drafts.has(model) ? ", not saved" : ""}`);
        })}
        {!isView && item(NEW, "New model", drafts.definition(null).value === null ? "" : "not saved")}
      </ul>
    </nav>
  );
}

const TABS = [["instances", "Instances"], ["hooks", "Hooks"], ["definition", "Definition"]] as const;

function ModelView(props: ModelViewProps): ComponentChildren {
  const { model } = props, tab = place.value.more["tab"] ?? "instances";
  return (
    <div class="model-view">
      <div class="bar">
        <h2>{model}</h2>
        <div class="tabs" role="tablist" aria-label={`Parts of ${model}`}>
          {TABS.map(([id, title]) => (
            <button
              key={id}
              type="button"
              role="tab"
              aria-selected={id === tab}
              onClick={() => go({ screen: "models", more: { model, tab: id } })}
            >
              {title}
            </button>
          ))}
        </div>
      </div>
      {tab === "hooks"
        ? <HooksView {...props} />
        : tab === "definition"
        ? <DefinitionView {...props} />
        : <InstancesView {...props} />}
    </div>
  );
}
