/**
 * A system's log, with a filter; it follows the newest line until one scrolls.
 *
 * @module
 */
import type { LogLine } from "@fluxwire/console/api";
import { VirtualList } from "../list/virtual_list.tsx";
import { type ComponentChildren, h, useMemo } from "../preact.ts";
import { useSignal } from "../signals.ts";

/** The pane. */
export function LogPane({ lines }: { lines: readonly LogLine[] }): ComponentChildren {
  const filter = useSignal(""), isFollowing = useSignal(true);
  const shown = useMemo(() => lines.filter((line) => fits(line, filter.value)), [lines, filter.value]);
  return (
    <section class="system-log" aria-label="Log" data-pane>
      <div class="bar">
        <h2>Log</h2>
        <input
          type="text"
          aria-label="Filter the log"
          placeholder="error !debug words"
          spellcheck={false}
          value={filter.value}
          onInput={(event) => filter.value = event.currentTarget.value}
        />
        <label>
          <input
            type="checkbox"
            checked={isFollowing.value}
            onInput={(event) => isFollowing.value = event.currentTarget.checked}
          />{" "}
          Follow
        </label>
        <span class="count">{shown.length.toLocaleString("en")} of {lines.length.toLocaleString("en")}</span>
      </div>
      {lines.length === 0 ? <p class="empty">Nothing is in the log yet.</p> : (
        <VirtualList<LogLine>
          label="Log lines"
          count={shown.length}
          version={shown}
          shown={null}
          isFollowing={isFollowing.value}
          onFollow={(isOn) => isFollowing.value = isOn}
          load={(from, count) => Promise.resolve(shown.slice(from, from + count))}
          row={(line, at) => <LogRow key={at} line={line} />}
        />
      )}
    </section>
  );
}

function LogRow({ line: { time, from, level, text } }: { line: LogLine }): ComponentChildren {
  return (
    <div class={`row log ${level}`} role="option" aria-selected={false} title={text}>
      {time !== null && <span class="time">{`${time.slice(11, 23)} `}</span>}
      <b>{level}</b> <span class="kind">{from}</span> {text}
    </div>
  );
}

/** Whether all words of a filter fit; `!` negates one. */
function fits({ from, level, text }: LogLine, filter: string): boolean {
  const whole = `${level} ${from} ${text}`.toLowerCase();
  return filter.toLowerCase().split(/\s+/).filter((word) => word !== "" && word !== "!").every((word) => {
    return word.startsWith("!") ? !whole.includes(word.slice(1)) : whole.includes(word);
  });
}
