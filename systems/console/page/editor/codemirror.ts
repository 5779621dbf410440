/**
 * The library of the editor.
 *
 * @module
 */
export { defaultKeymap, history, historyKeymap } from "npm:@codemirror/commands@6.11.1";
export {
  bracketMatching,
  HighlightStyle,
  StreamLanguage,
  type StringStream,
  syntaxHighlighting,
} from "npm:@codemirror/language@6.13.1";
export { EditorState, StateEffect, StateField } from "npm:@codemirror/state@6.7.6";
export {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  lineNumbers,
  placeholder,
} from "npm:@codemirror/view@6.43.15";
export { tags } from "npm:@lezer/highlight@1.2.5";
