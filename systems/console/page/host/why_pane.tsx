/**
 * Why a service does not run: its last failure, what its code means, what it wrote last, and commands to copy.
 *
 * @module
 */
import type { ShownReason } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { pageErrorOf } from "../server/api.ts";
import type { PageError } from "../server/server.ts";
import { useSignal } from "../signals.ts";
import { Problem } from "../system/problem.tsx";
import type { HostState } from "./host_state.ts";

/** What a {@link WhyPane} takes. */
export interface WhyPaneProps {
  /** The host. */
  readonly state: HostState;
  /** The service's id. */
  readonly service: string;
  /** Changes when it has failed again. */
  readonly failedAt: string | null;
}

/** Asks for the reason, and shows it. */
export function WhyPane({ state, service, failedAt }: WhyPaneProps): ComponentChildren {
  const reason = useSignal<ShownReason | null>(null), problem = useSignal<PageError | null>(null);
  useLayoutEffect(() => {
    let isOld = false;
    state.explain(service).then(
      (found) => isOld || (problem.value = null, reason.value = found),
      (error) => isOld || (problem.value = pageErrorOf(error)),
    );
    return () => void (isOld = true);
  }, [state, service, failedAt]);
  if (problem.value !== null) return <Problem error={problem.value} />;
  if (reason.value === null) return <p class="empty">◐ Asking…</p>;
  return <Reason reason={reason.value} />;
}

function Reason({ reason }: { reason: ShownReason }): ComponentChildren {
  const { lastError, code, happened, causes, remedy, commands, lastWords } = reason;
  return (
    <div class="why">
      {lastError === null ? <p>It has not failed since the host was started.</p> : (
        <p>
          <b class="bad">✕ {code ?? "It failed"}</b> at {new Date(lastError.at).toLocaleTimeString("en-GB")}:{" "}
          {lastError.cause}
        </p>
      )}
      {happened !== null && <p>{happened}</p>}
      {causes.length > 0 && <h2>Usual causes</h2>}
      {causes.length > 0 && <ul>{causes.map((cause) => <li key={cause}>{cause}</li>)}</ul>}
      {remedy !== null && (
        <p>
          <b>What to do:</b> {remedy}
        </p>
      )}
      {commands.map((command) => <Command key={command} command={command} />)}
      {commands.some((command) => command.includes("…/")) && <FolderHint />}
      {lastWords.length > 0 && <h2>Its last words</h2>}
      {lastWords.length > 0 && <pre tabIndex={0} aria-label="Its last words">{lastWords.join("\n")}</pre>}
    </div>
  );
}

/** What stands below a command that names a file without its folder. */
export function FolderHint(): ComponentChildren {
  return <p>The page knows no folders: write that of the control socket in place of …</p>;
}

/** A command, with a button that copies it. */
export function Command({ command }: { command: string }): ComponentChildren {
  const isCopied = useSignal(false);
  return (
    <p class="command">
      <code>{command}</code>{" "}
      <button
        type="button"
        aria-label={`Copy ${command}`}
        onClick={() => void navigator.clipboard.writeText(command).then(() => isCopied.value = true)}
      >
        {isCopied.value ? "Copied" : "Copy"}
      </button>
    </p>
  );
}
