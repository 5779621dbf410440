/**
 * The library that makes elements of values. Effects run in the same step as the change of the page that they belong to:
 * one that ran after the paint, as `useEffect` does, could undo what was typed in between.
 *
 * @module
 */
export { type ComponentChildren, Fragment, h, type JSX, options, type RefObject, render } from "npm:preact@11.2.0";
export { useLayoutEffect, useMemo, useRef } from "npm:preact@11.2.0/hooks";
