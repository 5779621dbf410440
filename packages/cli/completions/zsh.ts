/**
 * Completion for zsh.
 *
 * @module
 */
import {
  type CompletedCommand,
  type CompletedFlag,
  type CompletedVerb,
  summaryOf,
  valuedFlags,
  type ValueKind,
} from "./command.ts";

/** The completion script for zsh: a file `_COMMAND` of `$fpath`, or to be sourced. */
export function zshScript(completed: CompletedCommand): string {
  const { name: command, verbs, parts } = completed;
  const name = `_${command.replaceAll(/\W/g, "_")}`;
  return `#compdef ${command}
# Completion of ${command} for zsh: save this as _${command} in a folder of $fpath, or source it after compinit.
${name}() {
  local verb= files= previous=$words[CURRENT-1]
  local -i i
  local -a candidates
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      (--)
        if ((i == CURRENT - 1)); then _command_names; else _files; fi
        return
        ;;
      (${valuedFlags(verbs).join("|")}) ((i++)) ;;
      (-*) ;;
      (*)
        case $verb in
          ('') verb=$words[i] ;;${behindParts(parts)}
        esac
        ;;
    esac
  done
  case $verb:$previous in
${verbs.flatMap(valueCases).join("\n")}
  esac
  case $verb in
${verbs.map((verb) => verbCase(verb, completed)).join("\n")}
  esac
  _describe ${command} candidates
  if [[ -n $files ]]; then _files; fi
}
if [[ $funcstack[1] == ${name} ]]; then ${name} "$@"; else compdef ${name} ${command}; fi
`;
}

function valueCases({ name, flags }: CompletedVerb): string[] {
  return flags.flatMap(({ long, short, value }) => {
    if (value === null) return [];
    const patterns = [long, ...short === null ? [] : [short]].map((flag) => `'${name}:${flag}'`);
    return [`    (${patterns.join("|")}) ${replyOf(value)}return ;;`];
  });
}

function replyOf(value: ValueKind): string {
  switch (value.kind) {
    case "words":
      return `compadd -- ${value.words.join(" ")}; `;
    case "file":
      return "_files; ";
    case "variable":
      return "compadd -- ${(k)parameters[(R)*export*]}; ";
    default:
      return "";
  }
}

/** The word after a part is a verb. */
function behindParts(parts: readonly string[]): string {
  return parts.length === 0 ? "" : `\n          (${parts.join("|")}) verb+=" $words[i]" ;;`;
}

function verbCase(verb: CompletedVerb, completed: CompletedCommand): string {
  const { name, words, takesFiles, flags } = verb;
  const described = words.map((word) => candidate(word, summaryOf(word, verb, completed)));
  const candidates = [...described, ...flags.map(({ long, help }: CompletedFlag) => candidate(long, help))];
  return `    ('${name}') candidates=(${candidates.join(" ")})${takesFiles ? " files=1" : ""} ;;`;
}

/** `word:what it does`, quoted. */
function candidate(word: string, help: string | undefined): string {
  const text = help === undefined ? word : `${word}:${help}`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
