# stage.sh - a copy of attachmeterd that any user can start; to be sourced.
#
#   stage_daemon BINDIR DIR   copy it and its library out of BINDIR into
#                             DIR/bin
#   stage_start DIR CONF UID  start that copy as user number UID and wait until
#                             it listens; what it says goes to DIR/log.  Sets
#                             daemon_pid; fails if it does not start in 10 s
#   stage_settings DIR UID SOCKET [LINE...]
#                             write DIR/conf: what the daemon keeps is in
#                             DIR/data-am, which is that user's
#   stage_stop                stop it and wait; its exit status
#   stage_kill                end it, if it is there, even one that is halted
#
# The tests run the daemon as an unprivileged user, who may not be able to enter
# the directory it was built in.  DIR's parents must let anyone pass.  Start it
# with LD_LIBRARY_PATH=DIR/bin, which goes before the path it was linked with.
stage_daemon() {
    mkdir -p "$2/bin" && chmod 755 "$2" "$2/bin" &&
        cp -L "$1/milter/attachmeterd" "$1"/lib/libattachmeter.so.? "$2/bin" &&
        chmod 755 "$2/bin"/*
}

stage_start() {
    stage_starts=$((${stage_starts:-0} + 1))
    LD_LIBRARY_PATH=$1/bin setpriv --reuid="$3" --regid="$3" --clear-groups \
        "$1/bin/attachmeterd" --foreground --config "$2" >>"$1/log" 2>&1 &
    daemon_pid=$!
    stage_tries=0
    until [ "$(grep -c started: "$1/log")" = $stage_starts ]; do
        stage_tries=$((stage_tries + 1))
        [ $stage_tries -lt 100 ] && kill -0 $daemon_pid 2>/dev/null || return 1
        sleep 0.1
    done
}

stage_settings() {
    install -d -o "$2" -g "$2" -m 750 "$1/data-am" &&
        cat >"$1/conf" <<END || return 1
socket = "unix:$3"
database = "$1/data-am/attachmeter.db"
key_file = "$1/data-am/key"
lock_file = "$1/data-am/lock"
END
    stage_conf=$1/conf
    shift 3
    [ $# -eq 0 ] || printf '%s\n' "$@" >>"$stage_conf"
}

stage_stop() {
    kill -TERM $daemon_pid
    wait $daemon_pid
    stage_status=$?
    daemon_pid=
    return $stage_status
}

stage_kill() {
    if [ -n "$daemon_pid" ]; then
        kill -CONT $daemon_pid
        kill -KILL $daemon_pid
    fi
} 2>/dev/null
