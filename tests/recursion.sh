#!/bin/sh
# recursion.sh SOURCE - no function that measuring uses calls itself, over
# however many others, and all frames are known when they are compiled: so a
# message cannot choose how deep the stack gets.  Reads the call graph that gcc
# writes; skipped with another compiler.  Calls through pointers are not in it:
# the caller is told of a part, and a kernel of base64 is chosen, by one.
set -u
stack_limit=16384 # bytes, from am_meter_feed() down, without the C library

cc=${CC:-cc}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$1/lib" || exit 2

for source in base/*.c codec/*.c mime/*.c meter/*.c; do
    "$cc" -std=c17 -D_POSIX_C_SOURCE=200809L -O2 -I . \
        -D'AM_LOCALE_FROM_LIBRARY="locale"' -fcallgraph-info=su \
        -c "$source" -o "$dir/$(echo "$source" | tr / _).o" 2>"$dir/err" || {
        grep -q 'fcallgraph-info' "$dir/err" && echo "skipped: $cc draws no call graph" && exit 77
        cat "$dir/err" >&2
        exit 1
    }
done

sed -n 's/^edge: { sourcename: "\([^"]*\)" targetname: "\([^"]*\)".*/\1 \2/p' \
    "$dir"/*.ci | grep -v ' __indirect_call$' | sort -u >"$dir/edges"
sed -n 's/^node: { title: "\([^"]*\)" label: ".*\\n\([0-9]*\) bytes (\([a-z,]*\))".*/\1 \2 \3/p' \
    "$dir"/*.ci >"$dir/frames"
bad=0
[ "$(wc -l <"$dir/edges")" -gt 500 ] || { echo 'the call graph is empty' >&2; bad=1; }

# tsort orders callers before callees, and names the calls that go in a circle;
# a line with one name twice, a function that calls itself, is none to it.
tsort "$dir/edges" >"$dir/order" 2>"$dir/circles" || { cat "$dir/circles" >&2; bad=1; }
awk '$1 == $2 { print $1 " calls itself"; bad = 1 } END { exit bad }' "$dir/edges" >&2 || bad=1
awk '$3 == "dynamic" { print $1 ": a frame that grows"; bad = 1 } END { exit bad }' \
    "$dir/frames" >&2 || bad=1

deepest=$(awk -v top=am_meter_feed '
    FILENAME ~ /frames$/ { frame[$1] = $2 + 8; next } # and the return address
    FILENAME ~ /edges$/ { callees[$1] = callees[$1] " " $2; next }
    {
        if ($1 == top) depth[$1] = frame[$1]
        if (depth[$1] > deepest) deepest = depth[$1]
        n = split(depth[$1] ? callees[$1] : "", name, " ")
        for (i = 1; i <= n; i++)
            if (depth[$1] + frame[name[i]] > depth[name[i]])
                depth[name[i]] = depth[$1] + frame[name[i]]
    }
    END { print deepest + 0 }' "$dir/frames" "$dir/edges" "$dir/order")
echo "stack from am_meter_feed() down: $deepest bytes, limit $stack_limit"
[ "$deepest" -gt 1000 ] && [ "$deepest" -le "$stack_limit" ] || bad=1
exit $bad
