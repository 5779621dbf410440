/**
 * Why a change was not made.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import { Problem } from "../system/problem.tsx";
import type { Attempt } from "./attempt.ts";

/**
 * Shows what the server refused, with the problems that belong to no field of `fields`, or what failed. A problem at a line
 * of a source stands there.
 */
export function Refused({ attempt, fields = [] }: { attempt: Attempt; fields?: readonly string[] }): ComponentChildren {
  const refused = attempt.refused.value, error = attempt.error.value;
  if (error !== null) return <Problem error={error} />;
  if (refused === null || refused.problems.some(({ line }) => line !== null)) return null;
  const others = refused.problems.filter(({ path }) => path !== "" && !fields.includes(path.split("/")[0]!));
  return (
    <div class="system-problem" role="alert">
      <b>✕ {refused.code}</b>
      <p>{refused.message}</p>
      {others.length > 0 && (
        <ul>{others.map(({ path, message }) => <li key={path + message}>{path}: {message}</li>)}</ul>
      )}
    </div>
  );
}
