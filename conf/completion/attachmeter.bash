# attachmeter.bash - completion of `attachmeter` for bash 4.4 or later; installed
# as bash-completion/completions/attachmeter, or to be sourced.
#
# Commands, options and what takes a file are read off --help when they are
# asked for, so that they are those of the program that is called; factors and
# countries are asked for, too.  Words that an option takes stand below, the
# same as in _attachmeter.  Needs nothing of the package bash-completion.

# The ids of factors; with --grids, countries.
_attachmeter_ids() {
    "$_attachmeter" factors list --format csv "$@" 2>/dev/null |
        sed '1d; s/,.*//' | uniq
}

# The words of an option, or of a command itself: COMMAND [OPTION]
_attachmeter_words() {
    case "$1 $2" in
    *' --class') echo all attachment inline signature opaque ;;
    *' --color') echo auto always never ;;
    *' --direction') echo all inbound outbound internal transit ;;
    *' --lang') echo en fr ;;
    *' --share-scope') echo hash message ;;
    *' --store') echo plain exchange lmtp-hardlink dovecot-sis cyrus compressed ;;
    *' --type')
        echo all pdf document sheet slides image audio video archive \
            calendar text message crypto program other ;;
    *' --units') echo si iec raw ;;
    'trend --by') echo day week month year ;;
    *' --by')
        echo type domain class direction day week month year bucket nothing ;;
    'metrics --format') echo prometheus openmetrics ;;
    'setup --format') echo text json ;;
    'ship --format') echo table json ;;
    'report --format' | 'scan --format' | 'demo --format')
        echo table json csv html mail poster ;;
    *' --format') echo table json csv ;;
    *' --warning' | *' --critical')
        echo gaps= backlog= latency= silence= database= ;;
    *' --day' | *' --since' | *' --until') echo today yesterday ;;
    *' --month') echo last ;;
    *' --country') _attachmeter_ids --grids ;;
    *' --set') _attachmeter_ids | sed 's/$/=/' ;;
    'factors show') _attachmeter_ids; _attachmeter_ids --grids | sed 's/^/grid./' ;;
    'factors ') echo list show check ;;
    'fleet ') echo check init purge rights rollup upgrade ;;
    'histogram ') echo recipients repeats size ;;
    'key ') echo check export import rotate show ;;
    'setup ') echo postfix sendmail ;;
    'top ') echo contents types domains ;;
    esac
}

# The options of a command, each with the name of its argument, if it has one.
_attachmeter_options() {
    "$_attachmeter" --lang en "$@" --help 2>/dev/null |
        sed -n 's/^  \(-\([a-zA-Z]\), \|    \)--\([a-z-]*\) \{0,1\}\([A-Z=]*\) .*/--\3 -\2 \4/p'
}

# Is this a list of words with commas between?
_attachmeter_is_list() {
    case "$1 $2" in
    *' --class' | *' --direction' | *' --type') ;;
    'trend --by') return 1 ;;
    *' --by') ;;
    *) return 1 ;;
    esac
}

# Offer WORDS that begin with what is typed behind the last comma.
_attachmeter_list() {
    local typed=${cur##*,} before=
    [[ $cur == *,* ]] && before=${cur%,*},
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "$typed")
}

_attachmeter_files() {
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
}

# The long name and the argument of the option that is typed: sets option, kind.
_attachmeter_option() {
    local long short arg
    option='' kind=''
    while read -r long short arg; do
        if [[ $1 == "$long" || ($1 == "$short" && $1 != -) ]]; then
            option=$long kind=$arg
        fi
    done < <(_attachmeter_options ${command:+"$command"})
}

_attachmeter_argument() {
    local words
    words=$(_attachmeter_words "$command" "$option")
    if [ -n "$words" ]; then
        if _attachmeter_is_list "$command" "$option"; then
            _attachmeter_list "$words"
        else
            mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        fi
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    else
        case $kind in
        FILE | PATH | DATABASE) _attachmeter_files -f ;;
        DIR) _attachmeter_files -d ;;
        esac
    fi
}

# What stands behind the options.
_attachmeter_operand() {
    option='' kind=
    if [[ $command == factors && $before == show ]]; then
        option=show
    elif [[ $command == factors && $before == check ]]; then
        _attachmeter_files -f
        return
    elif "$_attachmeter" --lang en "$command" --help 2>/dev/null |
        sed 1q | grep -qE '(FILE|PATH|DATABASE)'; then
        kind=FILE
    fi
    _attachmeter_argument
}

# The first word that is no option.  Before it only --lang takes an argument.
_attachmeter_command() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --lang) [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++)); ((i++)) ;;
        -*) ;;
        *) command=${COMP_WORDS[i]}; return ;;
        esac
    done
}

_attachmeter_complete() {
    local _attachmeter=$1 cur=${COMP_WORDS[COMP_CWORD]} command='' option kind
    local before=${COMP_WORDS[COMP_CWORD - 1]}

    COMPREPLY=()
    # bash cuts --option=word into three
    if [[ $cur == = ]]; then
        cur=
    elif [[ $before == = && $COMP_CWORD -ge 2 ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    _attachmeter_command
    if [[ $command == help ]]; then
        command=
        before=
    fi
    if [[ $before == -* ]]; then
        _attachmeter_option "$before"
        if [ -n "$kind" ]; then
            _attachmeter_argument
            return
        fi
    fi
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W \
            "$(_attachmeter_options ${command:+"$command"} | cut -d ' ' -f 1)" \
            -- "$cur")
    elif [ -z "$command" ]; then
        mapfile -t COMPREPLY < <(compgen -W "help $("$_attachmeter" --lang en --help \
            2>/dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')" -- "$cur")
    else
        _attachmeter_operand
    fi
}

complete -F _attachmeter_complete attachmeter
