#!/bin/sh
# postfix.sh BINDIR [MESSAGES] [SESSIONS] : a real Postfix hands made-up mail to
# the real daemon; every figure must be equal to the truth.  Then the milter is
# stopped, cannot be reached, hangs: the mail passes all the same.
#
# BINDIR holds attachmeterd, attachmeter, e2e_play and e2e_feed (found below it).
# AM_HOSTILE may name a directory of hostile messages and a list of them,
# hostile.json (see feed.c): those that an MTA takes are fed as well.
# Skipped (77) where Postfix cannot run.  Loopback only; leaves nothing behind.
here=$(dirname "$0")
. "$here/postfix-instance.sh"
. "$here/stage.sh"

bin=$1
messages=${2:-400}
sessions=${3:-8}
seed=20261124
user=64123
command=$bin/lib/cli/attachmeter
play=$bin/tests/e2e/e2e_play
feed=$bin/tests/e2e/e2e_feed

reason=$(postfix_can) || { echo "skipped: $reason"; exit 77; }
dir=$(mktemp -d /tmp/am-postfix.XXXXXX) || exit 1
daemon_pid=
ordered=
leave() {
    status=$?
    if [ $status -ne 0 ]; then
        tail -n 30 "$dir/log"
        grep -E 'warning|fatal|panic|milter' "$dir/maillog" | tail -n 20
    fi >&2 2>/dev/null
    stage_kill
    postfix_stop
    rm -rf "$dir"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

start_daemon() {
    stage_start "$dir" "$dir/conf" $user || fail "attachmeterd does not start"
}

stop_daemon() {
    stage_stop || fail "attachmeterd ended with $?"
}

postfix_make "$dir" $user || fail "no Postfix instance"
stage_settings "$dir" $user "$POSTFIX_SOCKET" \
    'local_domains = {example.org, example.net}' \
    'log_messages = yes'
database=$dir/data-am/attachmeter.db
printf 'Subject: one\n\nOne line.\n' >"$dir/one.eml"

stage_daemon "$bin" "$dir" || fail "no daemon in $bin"

start_daemon
postfix_start || fail "Postfix does not start"

echo "1 totals: $messages messages, $sessions sessions"
$play send $messages $seed $POSTFIX_PORT $sessions || fail "not all accepted"
$play wait $messages $seed "$database" || fail "not all recorded"
$command report --config "$dir/conf" --format json >"$dir/report.json" ||
    fail "no report"
[ "$sessions" != 1 ] || ordered=ordered
$play check $messages $seed "$database" "$dir/report.json" $ordered ||
    fail "the figures are not the truth"
ls -la "$POSTFIX_SOCKET" | awk '{ print "  socket", $1, $3, $4 }'

if [ -n "$AM_HOSTILE" ]; then
    echo "2 hostile messages"
    $feed $POSTFIX_PORT 25 "$AM_HOSTILE" ||
        fail "a hostile message was not accepted"
    kill -0 $daemon_pid || fail "a hostile message ended the daemon"
else
    echo "2 hostile messages: skipped, AM_HOSTILE names no directory"
fi

echo "3 the daemon hangs"
kill -STOP $daemon_pid
$feed $POSTFIX_PORT 25 "$dir/one.eml" || fail "mail waits for a hung daemon"
kill -CONT $daemon_pid

echo "4 the daemon is stopped"
stop_daemon
$feed $POSTFIX_PORT 5 "$dir/one.eml" || fail "mail waits for no daemon"

echo "5 the socket cannot be reached"
start_daemon
chown root: "${POSTFIX_SOCKET%/*}"
chmod 700 "${POSTFIX_SOCKET%/*}"
$feed $POSTFIX_PORT 5 "$dir/one.eml" || fail "mail waits for a closed socket"
grep -q "attachmeter.sock: Permission denied" "$dir/maillog" ||
    fail "the socket could be reached all the same"
stop_daemon

grep -E 'panic|fatal' "$dir/maillog" && fail "Postfix had trouble"
echo "passed"
