#!/bin/sh
# under-valgrind.sh BINDIR PROGRAM : run PROGRAM DAEMON DIR as in-dir.sh does,
# but the daemon under valgrind: an error or a leak fails.
. "$(dirname "$0")/stage.sh"
command -v valgrind >/dev/null || exit 77
dir=$(mktemp -d /tmp/am-e2e.XXXXXX) || exit 1
leave() {
    if [ -s "$dir/daemon.pid" ]; then
        pid=$(cat "$dir/daemon.pid")
        if tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "$dir"; then
            kill -KILL "$pid"
        fi
    fi 2>/dev/null
    rm -rf "$dir"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP
stage_daemon "$1" "$dir" || exit 1
daemon=$dir/bin/attachmeterd
mkdir "$dir/valgrind" && chmod 1777 "$dir/valgrind" || exit 1
cat >"$dir/wrap" <<END
#!/bin/sh
exec valgrind --quiet --leak-check=full --show-leak-kinds=definite,indirect \
    --errors-for-leak-kinds=definite,indirect --num-callers=24 \
    --error-exitcode=99 --log-file="$dir/valgrind/%p" "$daemon" "\$@"
END
chmod 755 "$dir/wrap"
LD_LIBRARY_PATH=$dir/bin "$2" "$dir/wrap" "$dir"
status=$?
[ $status -eq 0 ] || tail -n 20 "$dir"/*/log >&2
# no file: it did not run under valgrind at all
[ -n "$(ls "$dir/valgrind")" ] || status=1
if grep -l . "$dir"/valgrind/* >&2; then
    cat "$dir"/valgrind/* >&2
    status=1
fi
exit $status
