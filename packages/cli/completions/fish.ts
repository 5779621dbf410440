/**
 * Completion for fish.
 *
 * @module
 */
import { type CompletedFlag, type CompletedVerb, valuedFlags, verbsWithVerbs } from "./command.ts";

/** The script that teaches fish to complete a command: a file of `~/.config/fish/completions`, or to `source`. */
export function fishScript(command: string, verbs: readonly CompletedVerb[]): string {
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
      if test (count $verb) = 0; or contains -- "$verb" ${verbsWithVerbs().join(" ")}
        set -a verb $word
      end
    end
  end
  test "$verb" = "$argv[1]"
end
complete -c ${command} -f
complete -c ${command} -n '${name} --' -F
${verbs.flatMap((verb) => verbLines(verb, { command, name, verbs })).join("\n")}
`;
}

function verbLines(
  { name, words, flags }: CompletedVerb,
  script: { command: string; name: string; verbs: readonly CompletedVerb[] },
): string[] {
  const start = `complete -c ${script.command} -n '${script.name} "${name}"'`;
  const described = words.map((word) => {
    const summary = script.verbs.find((verb) => verb.name === word && name === "")?.summary;
    return `${start} -a ${word}${summary === undefined ? "" : ` -d ${quoted(summary)}`}`;
  });
  return [...described, ...flags.map((flag) => `${start} ${flagOptions(flag)}`)];
}

function flagOptions({ long, short, help, value }: CompletedFlag): string {
  const letter = short === null ? "" : ` -s ${short.slice(1)}`;
  return `-l ${long.slice(2)}${letter}${valueOptions(value)} -d ${quoted(help)}`;
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
