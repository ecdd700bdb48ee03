#!/bin/sh
# in-dir.sh BINDIR PROGRAM ARGUMENT... : run PROGRAM DAEMON ARGUMENT... DIR with
# a new directory and in it a copy of the daemon of BINDIR, and leave nothing
# behind, however it ends: the daemons whose pids are in DIR/daemon.pid and
# DIR/*/daemon.pid are ended, a file system mounted below DIR unmounted.
. "$(dirname "$0")/stage.sh"
bin=$1
program=$2
shift 2
dir=$(mktemp -d /tmp/am-e2e.XXXXXX) || exit 1
leave() {
    [ $? -eq 0 ] || tail -n 20 "$dir"/*/log >&2
    for file in "$dir/daemon.pid" "$dir"/*/daemon.pid; do
        [ -s "$file" ] || continue
        pid=$(cat "$file")
        if tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "$dir"; then
            kill -CONT "$pid"
            kill -KILL "$pid"
        fi
    done 2>/dev/null
    for mounted in $(awk -v d="$dir/" 'index($2, d) == 1 { print $2 }' \
        /proc/mounts); do
        umount "$mounted"
    done
    rm -rf "$dir"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP
stage_daemon "$bin" "$dir" || exit 1
daemon=$dir/bin/attachmeterd
# A daemon built with ThreadSanitizer must be able to read what is not ours.
cp "$(dirname "$0")/../tsan.supp" "$dir/bin" && chmod 644 "$dir/bin/tsan.supp"
export TSAN_OPTIONS="suppressions=$dir/bin/tsan.supp:exitcode=66"
LD_LIBRARY_PATH=$dir/bin "$program" "$daemon" "$@" "$dir"
