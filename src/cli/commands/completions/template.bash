# Completes helpdesk-evt in bash; `helpdesk-evt completions bash` prints this.

_helpdesk_evt_names() {
    COMPREPLY=($(compgen -W "$1" -- "$cur"))
    # A name that is only a beginning takes no blank.
    if [[ ${COMPREPLY[0]-} == *[=:] ]]; then compopt -o nospace 2>/dev/null; fi
}

_helpdesk_evt_paths() {
    # Readline quotes names and adds a slash to folders; bash 3 has no compopt.
    compopt -o "$1" 2>/dev/null || COMPREPLY=($(compgen -f -- "$cur"))
}

_helpdesk_evt() {
    local cur=${COMP_WORDS[COMP_CWORD]} command="" word before=() count prev="" prior="" is_after_equals=""
    COMPREPLY=()
    if [[ $cur == "=" || ${COMP_WORDS[COMP_CWORD - 1]} == "=" ]]; then is_after_equals=1; fi
    if [[ $cur == "=" ]]; then cur=""; fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word != "=" ]]; then before+=("$word"); fi
    done
    count=${#before[@]}
    if ((count > 0)); then prev=${before[count - 1]}; fi
    if ((count > 1)); then prior=${before[count - 2]}; fi
    for word in "${before[@]}"; do
        case "$command,$word" in
@COMMANDS@
        esac
    done
    if [[ $is_after_equals && $prior == --report ]]; then
        _helpdesk_evt_paths default
        return
    fi
    case "$command $prev" in
@VALUES@
    esac
    case "$command,$cur" in
@POSITIONS@
    esac
}

complete -F _helpdesk_evt helpdesk-evt
