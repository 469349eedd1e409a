// What each shell is told: to ask this program, with the words typed so far.
const BASH = `# bash completion for codedeploy-wizard
_codedeploy_wizard() {
  local cur=\${COMP_WORDS[COMP_CWORD]} line
  local -a found=()
  while IFS= read -r line; do found+=("$line"); done < <(
    "\${COMP_WORDS[0]}" __complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null
  )
  # After --flag= the word is what follows.
  [[ $cur == '=' ]] && cur=
  COMPREPLY=()
  case \${found[0]-} in
    :files) compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur") ;;
    :folders) compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur") ;;
    *) for line in "\${found[@]}"; do COMPREPLY+=("$(printf %q "\${line%%$'\\t'*}")"); done ;;
  esac
}
complete -F _codedeploy_wizard codedeploy-wizard
`;

const ZSH = `#compdef codedeploy-wizard
# zsh completion for codedeploy-wizard
_codedeploy_wizard() {
  local -a found values
  found=("\${(@f)$("\${words[1]}" __complete zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  case \${found[1]} in
    :files) _files ;;
    :folders) _files -/ ;;
    '') ;;
    *)
      values=("\${(@)found//:/\\\\:}")
      values=("\${(@)values/$'\\t'/:}")
      _describe codedeploy-wizard values
      ;;
  esac
}
if [[ $funcstack[1] == _codedeploy_wizard || $funcstack[1] == _codedeploy-wizard ]]; then
  _codedeploy_wizard "$@"
else
  compdef _codedeploy_wizard codedeploy-wizard
fi
`;

const FISH = `# fish completion for codedeploy-wizard
function __codedeploy_wizard_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l found ($words[1] __complete fish -- $words[2..-1] "$word" 2>/dev/null)
    switch "$found[1]"
        case :files
            __fish_complete_path "$word"
        case :folders
            __fish_complete_directories "$word"
        case '*'
            printf '%s\\n' $found
    end
end
complete -c codedeploy-wizard -f -a '(__codedeploy_wizard_complete)'
`;

export const scripts = { bash: BASH, zsh: ZSH, fish: FISH };
export type Shell = keyof typeof scripts;
