/**
 * Host: its services with problems first, why one does not run, its log; Restart and Stop by the keyboard.
 *
 * @module
 */
import type { ErrorJson, ShownHost, ShownService } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect, useMemo, useRef } from "../preact.ts";
import { VirtualList } from "../list/virtual_list.tsx";
import { pageErrorOf } from "../server/api.ts";
import type { PageError } from "../server/server.ts";
import { bind } from "../shell/keys.ts";
import { backToList } from "../shell/panes.ts";
import { note, place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import { type HostState, hostStateOf } from "./host_state.ts";
import { hostKeys } from "./host_keys.ts";
import { countsOf, ordered } from "./order.ts";
import { ServicePane } from "./service_pane.tsx";
import { memoryText, ServiceRow } from "./service_row.tsx";
import { StopBar } from "./stop_bar.tsx";
import { Command, FolderHint } from "./why_pane.tsx";

/** The screen. */
export function HostScreen({ source, session }: ScreenProps): ComponentChildren {
  const state = hostStateOf(session, source.id), host = state.host.value;
  if (host === null) return <NoHost absent={state.absent.value} />;
  return <Services key={host.startedAt} {...{ source, session, state, host }} />;
}

function NoHost({ absent }: { absent: ErrorJson | null }): ComponentChildren {
  if (absent === null) return <p class="empty">◐ Asking the host…</p>;
  const start = /^Start one: (.*)/.exec(absent.remedy ?? "")?.[1] ?? null;
  return (
    <section class="empty" role="status">
      <p>{absent.message}. The page looks again every 2 seconds.</p>
      {start !== null && <p>Start one:</p>}
      {start !== null && <Command command={start} />}
      {start?.includes("…/") && <FolderHint />}
    </section>
  );
}

interface ServicesProps extends ScreenProps {
  readonly state: HostState;
  readonly host: ShownHost;
}

function Services({ source, session, state, host }: ServicesProps): ComponentChildren {
  const services = useMemo(() => ordered(host.services), [host]);
  const chosen = place.value.more["service"] ?? services[0]?.id ?? null;
  const at = services.findIndex(({ id }) => id === chosen), service = services[at] ?? null;
  const asking = useSignal<{ service: string | null } | null>(null), problem = useSignal<PageError | null>(null);
  const said = useSignal<string | null>(null);
  const act = (text: string, step: () => Promise<void>): void => {
    problem.value = null;
    said.value = `${text}…`;
    step().then(() => said.value = `${text}: done`, (error) => {
      said.value = null;
      problem.value = pageErrorOf(error);
    });
  };
  const { isView } = session.about;
  const restart = ({ id }: ShownService): void => act(`Restarting ${id}`, () => state.restart(id));
  const leave = (): void => {
    asking.value = null;
    backToList();
  };
  const stop = (): void => {
    const what = asking.value!;
    leave();
    if (what.service === null) act("Stopping the host", () => state.stop({ service: null, name: host.name }));
    else act(`Stopping ${what.service}`, () => state.stop({ service: what.service! }));
  };
  const choose = (id: string): void => note("service", id);
  // Keys act on what is shown when they are pressed.
  const now = useRef({ services, at, service });
  now.current = { services, at, service };
  useLayoutEffect(() => {
    const bound = bind(hostKeys({
      isView,
      move: (by) => {
        const { services, at } = now.current;
        const next = services[Math.min(Math.max(at + by, 0), services.length - 1)];
        if (next !== undefined) choose(next.id);
      },
      restart: () => now.current.service !== null && restart(now.current.service),
      stop: () => now.current.service !== null && (asking.value = { service: now.current.service.id }),
      show: (pane) => note("pane", pane),
    }));
    return () => bound[Symbol.dispose]();
  }, [source.id]);
  return (
    <section class="host stacked">
      <div class="bar">
        <b>{countsOf(host.services)}</b>
        <span class="count">host {host.version} · pid {host.pid} · {memoryText(host.memoryBytes)}</span>
        {!isView && <button type="button" onClick={() => asking.value = { service: null }}>Stop the host…</button>}
      </div>
      {asking.value !== null && (
        <StopBar service={asking.value.service} host={host.name} onStop={stop} onLeave={leave} />
      )}
      {problem.value !== null && <Problem error={problem.value} />}
      {said.value !== null && <p class="said" role="status">{said.value}</p>}
      {services.length === 0 ? <p class="empty">This host has no services.</p> : (
        <VirtualList<ShownService>
          label="Services"
          count={services.length}
          version={host}
          shown={at < 0 ? null : at}
          isFollowing={false}
          onFollow={() => {}}
          id={({ id }) => `service-${id}`}
          load={(from, count) => Promise.resolve(services.slice(from, from + count))}
          row={(one) => (
            <ServiceRow key={one.id} service={one} rate={state.rate} isChosen={one.id === chosen} onChoose={choose} />
          )}
        />
      )}
      {service !== null && (
        <ServicePane
          {...{ source, session, state, service }}
          onRestart={isView ? null : () => restart(service)}
          onStop={isView ? null : () => asking.value = { service: service.id }}
        />
      )}
    </section>
  );
}
