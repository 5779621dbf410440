/**
 * Completion for fish.
 *
 * @module
 */
import { type CompletedCommand, type CompletedFlag, type CompletedVerb, summaryOf, valuedFlags } from "./command.ts";

/** The completion script for fish: a file of `~/.config/fish/completions`, or to be sourced. */
export function fishScript(completed: CompletedCommand): string {
  const { name: command, verbs, parts } = completed;
  const name = `__${command.replaceAll(/\W/g, "_")}_verb`;
  return `# Completion of ${command} for fish: save this as ~/.config/fish/completions/${command}.fish.
function ${name}
  set -l verb
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
    else if test $word = --
      set verb --
      break
    else if contains -- $word ${valuedFlags(verbs).join(" ")}
      set skip 1
    else if not string match -q -- '-*' $word
      if test (count $verb) = 0${behindParts(parts)}
        set -a verb $word
      end
    end
  end
  test "$verb" = "$argv[1]"
end
complete -c ${command} -f
complete -c ${command} -n '${name} --' -F
${verbs.flatMap((verb) => verbLines(verb, name, completed)).join("\n")}
`;
}

/** The word after a part is a verb. */
function behindParts(parts: readonly string[]): string {
  return parts.length === 0 ? "" : `; or contains -- "$verb" ${parts.join(" ")}`;
}

/** @param condition The function that tests which verb is typed. */
function verbLines(verb: CompletedVerb, condition: string, completed: CompletedCommand): string[] {
  const start = `complete -c ${completed.name} -n '${condition} "${verb.name}"'`;
  const described = verb.words.map((word) => {
    const summary = summaryOf(word, verb, completed);
    return `${start} -a ${word}${summary === undefined ? "" : ` -d ${quoted(summary)}`}`;
  });
  const files = verb.takesFiles ? [`${start} -F`] : [];
  return [...described, ...files, ...verb.flags.map((flag) => `${start} ${flagOptions(flag)}`)];
}

function flagOptions({ long, short, help, value }: CompletedFlag): string {
  const letter = short === null ? "" : ` -s ${short.slice(1)}`;
  const name = long.startsWith("--") ? `-l ${long.slice(2)}` : `-o ${long.slice(1)}`;
  return `${name}${letter}${valueOptions(value)} -d ${quoted(help)}`;
}

function valueOptions(value: CompletedFlag["value"]): string {
  switch (value?.kind) {
    case undefined:
      return "";
    case "words":
      return ` -x -a ${quoted(value.words.join(" "))}`;
    case "variable":
      return " -x -a '(set -nx)'";
    case "file":
      return " -r -F";
    default:
      return " -x";
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
