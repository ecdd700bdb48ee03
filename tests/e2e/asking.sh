# asking.sh - a command is asked, and what it said is looked at; to be sourced.
#
# The script sets command, and out and err, the files that hold what it said,
# and failures=0.

# expect NAME STATUS ARGUMENT... : run it; then out and err hold what it said.
expect() {
    name=$1 wanted=$2
    shift 2
    "$command" "$@" >"$out" 2>"$err" </dev/null
    got=$?
    [ $got -eq "$wanted" ] || wrong "exit $got, not $wanted"
}

wrong() {
    echo "FAILED: $name: $*" >&2
    sed 's/^/  | /' "$err" "$out" | head -n 20 >&2
    failures=$((failures + 1))
}

says() { grep -q -- "$2" "$1" || wrong "does not say '$2'"; }
silent() { [ ! -s "$1" ] || wrong "is not silent"; }
one_line() { [ "$(wc -l <"$1")" -eq 1 ] || wrong "is not one line"; }

# json EXPRESSION : out parses as JSON d, and the expression holds.
json() {
    python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
sys.exit(0 if eval(sys.argv[2]) else 1)' "$out" "$1" 2>>"$err" ||
        wrong "not so: $1"
}
