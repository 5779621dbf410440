/**
 * Completion for zsh.
 *
 * @module
 */
import { type CompletedFlag, type CompletedVerb, valuedFlags, type ValueKind, verbsWithVerbs } from "./command.ts";

/** The script that teaches zsh to complete a command: a file `_COMMAND` of `$fpath`, or to `source`. */
export function zshScript(command: string, verbs: readonly CompletedVerb[]): string {
  const name = `_${command.replaceAll(/\W/g, "_")}`;
  return `#compdef ${command}
# Completion of ${command} for zsh: save this as _${command} in a folder of $fpath, or source it after compinit.
${name}() {
  local verb= previous=$words[CURRENT-1]
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
          ('') verb=$words[i] ;;
          (${verbsWithVerbs().join("|")}) verb+=" $words[i]" ;;
        esac
        ;;
    esac
  done
  case $verb:$previous in
${verbs.flatMap(valueCases).join("\n")}
  esac
  case $verb in
${verbs.map((verb) => verbCase(verb, verbs)).join("\n")}
  esac
  _describe ${command} candidates
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

function verbCase({ name, words, flags }: CompletedVerb, verbs: readonly CompletedVerb[]): string {
  const described = words.map((word) =>
    candidate(word, verbs.find((verb) => verb.name === word && name === "")?.summary)
  );
  const candidates = [...described, ...flags.map(({ long, help }: CompletedFlag) => candidate(long, help))];
  return `    ('${name}') candidates=(${candidates.join(" ")}) ;;`;
}

/** `word:what it does`, quoted. */
function candidate(word: string, help: string | undefined): string {
  const text = help === undefined ? word : `${word}:${help}`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
