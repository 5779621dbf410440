/**
 * The library that makes elements of values.
 *
 * @module
 */
export { type ComponentChildren, Fragment, h, type JSX, type RefObject, render } from "npm:preact@11.2.0";
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from "npm:preact@11.2.0/hooks";
