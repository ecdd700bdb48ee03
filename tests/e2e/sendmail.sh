#!/bin/sh
# sendmail.sh BINDIR [MESSAGES] [SESSIONS] : what postfix.sh does, with a real
# Sendmail: the same mail, the same figures, mail that passes whatever fails.
# The line of `attachmeter setup sendmail` is used as it is printed, and doctor
# looks at what came of it.
#
# Skipped (77) where Sendmail cannot be had or run.  Loopback only; leaves
# nothing behind.
here=$(dirname "$0")
. "$here/sendmail-instance.sh"
. "$here/stage.sh"

bin=$1
messages=${2:-400}
sessions=${3:-8}
seed=20261124
user=64123
command=$bin/lib/cli/attachmeter
play=$bin/tests/e2e/e2e_play
feed=$bin/tests/e2e/e2e_feed

reason=$(sendmail_can) || { echo "skipped: $reason"; exit 77; }
# Sendmail trusts nothing below a directory that others may write to.
dir=$(mktemp -d /var/lib/am-sendmail.XXXXXX) || exit 1
daemon_pid=
sendmail_pid=
leave() {
    status=$?
    [ $status -eq 0 ] || [ $status -eq 77 ] ||
        tail -n 30 "$dir/log" >&2 2>/dev/null
    stage_kill
    sendmail_stop
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

# Messages that the daemon has measured since its start.
measured() { grep -c 'nrcpt=' "$dir/log"; }

# verdict NAME : what doctor says of a check of this name.
verdict() {
    $command doctor --json --config "$dir/conf" --sendmail-cf "$SENDMAIL_CF" |
        python3 -c 'import json, sys
checks = json.load(sys.stdin)["checks"]
print(*[c["verdict"] for c in checks if c["check"] == sys.argv[1]])' "$1"
}

sendmail_make "$dir" $user
case $? in
0) ;;
77) echo "skipped: no Sendmail"; exit 77 ;;
*) fail "no Sendmail instance" ;;
esac
stage_settings "$dir" $user "$SENDMAIL_SOCKET" \
    'local_domains = {example.org, example.net}' \
    'log_messages = yes'
database=$dir/data-am/attachmeter.db
printf 'Subject: one\n\nOne line.\n' >"$dir/one.eml"
stage_daemon "$bin" "$dir" || fail "no daemon in $bin"
start_daemon

echo "1 the line of setup"
[ "$(verdict sendmail)" = failed ] || fail "doctor sees a filter that is not there"
$command setup sendmail --config "$dir/conf" --sendmail-cf "$SENDMAIL_CF" \
    --sendmail-mc "$SENDMAIL_MC" >"$dir/setup" || fail "setup fails"
grep -q 'local_domains = {.*example.net, example.org' "$dir/setup" ||
    fail "setup does not know the domains"
line=$(sed -n 's/^ *\(INPUT_MAIL_FILTER.*\)/\1/p' "$dir/setup")
echo "  $line"
sendmail_config "$line" || fail "no sendmail.cf with that line"
[ "$(verdict sendmail)" = ok ] || fail "doctor does not see the filter"
sendmail_start || fail "Sendmail does not start"

echo "2 totals: $messages messages, $sessions sessions"
$play send $messages $seed $SENDMAIL_PORT $sessions || fail "not all accepted"
$play wait $messages $seed "$database" || fail "not all recorded"
$command report --config "$dir/conf" --format json >"$dir/report.json" ||
    fail "no report"
$play check $messages $seed "$database" "$dir/report.json" ||
    fail "the figures are not the truth"

echo "3 a filter gives mail back"
seen=$(measured)
sums=$(sqlite3 -separator ' ' "file:$database?mode=ro" \
    'SELECT sum(messages), sum(deliveries) FROM day_message')
python3 - $SENDMAIL_PORT <<'END' || fail "a message is not accepted"
import smtplib, sys

def send(received, recipients):
    """Returns the queue id, which Sendmail tells in its answer."""
    with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as smtp:
        smtp.ehlo()
        smtp.mail("p1@example.org")
        for recipient in recipients:
            assert smtp.rcpt(recipient)[0] == 250
        code, answer = smtp.data(received + "Subject: x\r\n\r\nx\r\n")
        assert code == 250, answer
        return answer.decode().split()[1]

first = send("", ["p2@example.org"])
send("Received: from a (b [127.0.0.1])\r\n\tby relay.example.org (8.17.1) with"
     " ESMTP id " + first + ";\r\n\tFri, 27 Nov 2026 10:00:00 +0000\r\n",
     ["p2@example.org", "p3@example.org"])
END
counted() {
    sqlite3 "file:$database?mode=ro" \
        "SELECT sum(messages) - $1, sum(deliveries) - $2 FROM day_message"
}
tries=0
until [ "$(counted $sums)" = "1|2" ]; do
    tries=$((tries + 1))
    [ $tries -lt 50 ] || fail "it is $(counted $sums), not one message to two"
    sleep 0.2
done
[ "$(measured)" = $((seen + 2)) ] || fail "the milter did not see it twice"

echo "4 the daemon hangs"
kill -STOP $daemon_pid
$feed $SENDMAIL_PORT 25 "$dir/one.eml" || fail "mail waits for a hung daemon"
kill -CONT $daemon_pid

echo "5 the daemon is stopped"
stop_daemon
$feed $SENDMAIL_PORT 5 "$dir/one.eml" || fail "mail waits for no daemon"

echo "6 the daemon is back"
start_daemon
before=$(measured)
$feed $SENDMAIL_PORT 5 "$dir/one.eml" || fail "mail waits for a new daemon"
[ "$(measured)" -gt "$before" ] ||
    fail "mail is not measured again"
stop_daemon
echo "passed"
