/**
 * Completion for bash.
 *
 * @module
 */
import { type CompletedCommand, type CompletedVerb, valuedFlags, type ValueKind } from "./command.ts";

/** The completion script for bash, to be sourced. */
export function bashScript({ name: command, verbs, parts }: CompletedCommand): string {
  const name = `_${command.replaceAll(/\W/g, "_")}`;
  return `# Completion of ${command} for bash: source this, for example from ~/.bashrc.
${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} verb= words= files= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      --)
        if ((i == COMP_CWORD - 1)); then COMPREPLY=($(compgen -c -- "$current"))
        else COMPREPLY=($(compgen -f -- "$current")); fi
        return
        ;;
      ${valuedFlags(verbs).join("|")}) ((i++)) ;;
      -*) ;;
      *)
        case $verb in
          '') verb=\${COMP_WORDS[i]} ;;${behindParts(parts)}
        esac
        ;;
    esac
  done
  case $verb:$previous in
${valueCases(verbs).join("\n")}
  esac
  case $verb in
${verbs.map(verbCase).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $files ]]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -F ${name} ${command}
`;
}

/** One case for each kind of value, with the options of all verbs that take it. */
function valueCases(verbs: readonly CompletedVerb[]): string[] {
  const places = new Map<string, string[]>();
  for (const { name, flags } of verbs) {
    for (const { long, short, value } of flags) {
      if (value === null) continue;
      const patterns = [long, ...short === null ? [] : [short]].map((flag) => `'${name}:${flag}'`);
      const reply = replyOf(value);
      places.set(reply, [...places.get(reply) ?? [], ...patterns]);
    }
  }
  return Array.from(places, ([reply, patterns]) => `    ${patterns.join("|")})\n      ${reply}return ;;`);
}

function replyOf(value: ValueKind): string {
  if (value.kind === "any") return "";
  const options = { words: `-W '${value.kind === "words" ? value.words.join(" ") : ""}'`, file: "-f", variable: "-e" };
  return `COMPREPLY=($(compgen ${options[value.kind]} -- "$current")); `;
}

function verbCase({ name, words, takesFiles, flags }: CompletedVerb): string {
  const files = takesFiles ? " files=1" : "";
  return `    '${name}') words='${[...words, ...flags.map(({ long }) => long)].join(" ")}'${files} ;;`;
}

/** The word after a part is a verb. */
function behindParts(parts: readonly string[]): string {
  return parts.length === 0 ? "" : `\n          ${parts.join("|")}) verb+=" \${COMP_WORDS[i]}" ;;`;
}
