/**
 * What components remember between two drawings.
 *
 * @module
 */
export { useEffect, useMemo, useRef, useState } from "npm:preact@11.2.0/hooks";
