#!/bin/sh
# hardening.sh BUILD : what is installed is built so that a mistake in it is hard to
# use, and the daemon keeps away from the network: it has none of the libraries for
# that in its memory, and a whole demo opens no socket but Unix ones.
set -eu
build=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export LC_ALL=C
failures=0
bad() {
    echo "$*" >&2
    failures=1
}

DESTDIR="$dir/root" cmake --install "$build" >"$dir/log" 2>&1 ||
    { cat "$dir/log"; exit 1; }
find "$dir/root" -type f \( -path '*/bin/*' -o -path '*/sbin/*' \
    -o -name '*.so.*' \) >"$dir/files"
[ "$(wc -l <"$dir/files")" -eq 4 ] ||
    bad "not two programs and two libraries: $(cat "$dir/files")"

# has FILE WHAT PATTERN: a line of what readelf says of it
has() {
    grep -Eq "$3" "$dir/elf" || bad "$(basename "$1"): $2"
}
hasnot() {
    ! grep -Eq "$3" "$dir/elf" || bad "$(basename "$1"): $2"
}

while read -r file; do
    readelf -W -h -l -d --dyn-syms "$file" >"$dir/elf"
    has "$file" "does not move in memory" 'Type: +DYN '
    case $file in
    *.so.*) ;;
    *) has "$file" "is no PIE" 'FLAGS_1.* PIE' ;;
    esac
    has "$file" "no RELRO" 'GNU_RELRO'
    has "$file" "binds lazily" 'FLAGS.*(BIND_NOW|NOW)'
    has "$file" "says nothing of its stack" 'GNU_STACK'
    hasnot "$file" "executable stack" 'GNU_STACK.* RWE '
    hasnot "$file" "a segment to write and to run" 'LOAD.* RWE '
    has "$file" "no stack protector" ' __stack_chk_fail@'
    has "$file" "nothing is fortified" ' __[a-z]+_chk@'
    hasnot "$file" "a path to libraries" '\((RPATH|RUNPATH)\)'
    hasnot "$file" "text that is written to" 'TEXTREL'
done <"$dir/files"

lib=$(dirname "$(grep '/libattachmeter\.so' "$dir/files")")
LD_LIBRARY_PATH=$lib ldd "$(grep '/attachmeterd$' "$dir/files")" >"$dir/libraries"
grep -q "$lib/libattachmeter.so" "$dir/libraries" ||
    bad "ldd tells nothing: $(cat "$dir/libraries")"
if grep -E 'libmicrohttpd|libcurl|libxml2|libicu|libstdc|libresolv' "$dir/libraries"
then
    bad "the daemon has these in its memory"
fi

# Nothing where a sandbox forbids tracing.
if strace -f -qq -o /dev/null true 2>/dev/null; then
    strace -f -qq -s 0 -e trace=socket -o "$dir/sockets" \
        "$build/lib/cli/attachmeter" demo >"$dir/demo" 2>&1 ||
        bad "demo under strace: $(tail -3 "$dir/demo")"
    # One for syslog, one to listen, one for each session at the least
    [ "$(grep -c 'socket(AF_UNIX' "$dir/sockets")" -ge 3 ] ||
        bad "no Unix socket was seen: $(cat "$dir/sockets")"
    ! grep 'socket(' "$dir/sockets" | grep -v 'socket(AF_UNIX' ||
        bad "these sockets are none"
else
    echo "sockets: skipped, strace is not here or may not trace"
fi
exit $failures
