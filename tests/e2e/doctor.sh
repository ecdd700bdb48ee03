#!/bin/sh
# doctor.sh BINDIR DATA : `attachmeter doctor` and `status` beside a real Postfix
# and the real daemon: sound, then broken in one way after the other.  Each is
# told by its own check, what is said to mend it mends it, and none of it counts
# as mail.  DATA has the files of a Sendmail.
# Skipped (77) where Postfix cannot run.
here=$(cd "$(dirname "$0")" && pwd)
bin=$1
data=$2
command=$bin/lib/cli/attachmeter
feed=$bin/tests/e2e/e2e_feed
user=64123 nobody=64124
. "$here/postfix-instance.sh"
. "$here/stage.sh"
. "$here/asking.sh"

reason=$(postfix_can) || { echo "skipped: $reason"; exit 77; }
dir=$(mktemp -d /tmp/am-doctor.XXXXXX) || exit 1
chmod 755 "$dir"
out=$dir/out err=$dir/err failures=0 daemon_pid= lock_pid=
leave() {
    for pid in $daemon_pid $lock_pid; do
        kill -KILL $pid
    done 2>/dev/null
    postfix_stop
    rm -rf "$dir"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

postfix_make "$dir" $user || exit 1
etc=$dir/etc
echo 'non_smtpd_milters = $smtpd_milters' >>"$etc/main.cf"
cp "$etc/main.cf" "$dir/good.cf"
cp "$etc/master.cf" "$dir/good-master.cf"
database=$dir/data-am/attachmeter.db
key=$dir/data-am/key
stage_settings "$dir" $user "$POSTFIX_SOCKET" \
    'local_domains = {example.org, example.net}'
cp "$dir/conf" "$dir/good-conf"
printf 'Subject: one\n\nOne line.\n' >"$dir/one.eml"
stage_daemon "$bin" "$dir" || exit 1
start_daemon() {
    stage_start "$dir" "$dir/good-conf" $user || wrong "no daemon"
}
stop_daemon() {
    stage_stop || wrong "attachmeterd ended with $?"
}

doctor="doctor --config $dir/conf --instance $etc"
# sick NAME CHECK VERDICT... : doctor fails, and these checks have these verdicts;
# all others are sound, or notes.
sick() {
    name=$1
    shift
    wanted=0
    case " $* " in *" failed "*) wanted=1 ;; esac
    expect "$name" $wanted $doctor --json
    python3 - "$out" "$@" 2>>"$err" <<'END' || wrong "other verdicts than: $*"
import json, sys
checks = json.load(open(sys.argv[1]))["checks"]
wanted = dict(zip(sys.argv[2::2], sys.argv[3::2]))
for check in checks:
    expected = wanted.get(check["check"], "ok")
    if check["verdict"] != expected and check["check"] not in ("disk", "mail", "senders"):
        sys.exit(f"{check['check']} is {check['verdict']}: {check['text']}")
    if check["verdict"] == "failed" and not check["fix"]:
        sys.exit(f"{check['check']} has no fix")
for name in wanted:
    if name not in [check["check"] for check in checks]:
        sys.exit(f"{name} was not checked")
END
}
# mend CHECK : do what is said to mend it, then all is sound.
mend() {
    python3 -c 'import json, sys
print([c["fix"] for c in json.load(open(sys.argv[1]))["checks"]
       if c["check"] == sys.argv[2] and c["verdict"] != "ok"][0])' "$out" "$1" >"$dir/fix"
    sh "$dir/fix" >/dev/null 2>&1 || wrong "what mends it fails: $(cat "$dir/fix")"
    sick "$name, mended"
}
good() {
    cp "$dir/good.cf" "$etc/main.cf"
    cp "$dir/good-master.cf" "$etc/master.cf"
    cp "$dir/good-conf" "$dir/conf"
}

# nagios NAME STATUS WORD [ARGUMENT...] : the plugin's line has this word and exit
# status, and no more than one line.
nagios() {
    word=$3
    wanted=$2
    name=$1
    shift 3
    expect "$name" "$wanted" status --nagios --config "$dir/conf" "$@"
    one_line "$out"
    silent "$err"
    says "$out" "^ATTACHMETER $word - "
}

# ---- sound ----

start_daemon
postfix_start || wrong "Postfix does not start"
sick "before the first message"
json '[c["fix"] for c in d["checks"] if c["check"] == "mail"][0]'
name="a message"
$feed $POSTFIX_PORT 25 "$dir/one.eml" >/dev/null || wrong "is not accepted"
sleep 1
sick "sound"
json 'd["schema"] == "attachmeter.doctor/1" and d["failed"] is False'
json '{"config", "database", "key", "integrity", "size", "spool", "disk", "daemon", "recorder", "mail", "postfix", "action", "timeouts", "position", "socket", "services", "local-mail"} == {c["check"] for c in d["checks"]}'
json '"in the chroot" in [c["text"] for c in d["checks"] if c["check"] == "socket"][0]'
expect "sound, a table" 0 $doctor
silent "$err"
grep -q FAILED "$out" && wrong "says FAILED"
says "$out" "^ok *key .*mode 0400"
name="doctor is no mail"
[ "$("$command" status --config "$dir/conf" --json |
    python3 -c 'import json, sys; d = json.load(sys.stdin)["today"]; print(d["seen"], d["gaps"])')" = "1 0" ] ||
    wrong "is counted"
expect "in French" 0 $doctor --lang fr
says "$out" "mode 0400"
grep -q "belongs to" "$out" && wrong "speaks English"
expect "JSON in French is JSON" 0 $doctor --lang fr --json
json '"belongs to" in [c["text"] for c in d["checks"] if c["check"] == "key"][0]'

# ---- status ----

expect "status" 0 status --config "$dir/conf"
silent "$err"
says "$out" "^process   $daemon_pid, "
says "$out" '^latency .* 99 % within .* ms'
expect "status, JSON" 0 status --config "$dir/conf" --json
json 'd["daemon"]["process"]["pid"] == '$daemon_pid
json '1e6 < d["daemon"]["process"]["resident_bytes"] < 1e8 and d["daemon"]["process"]["threads"] >= 2'
json 'd["daemon"]["silence_s"] <= 30 and d["daemon"]["started"].endswith("Z")'
json 'd["latency"]["messages"] == 1 and 0 < d["latency"]["p50_s"] <= d["latency"]["p99_s"] < 5'
json 'd["spool"]["waiting_records"] == 0 and d["spool"]["error"] is None'
json 'set(d["today"]["gap_reasons"].values()) == {0}'
nagios "nagios" 0 OK
for label in gaps backlog latency silence database; do
    says "$out" " | .*$label=[0-9.e+-]*[a-zA-Z%]*;[0-9.e+]*;[0-9.e+]*;0"
done
nagios "nagios, over a warning" 1 WARNING --warning database=1
says "$out" 'database [0-9]'
nagios "nagios, over a critical" 2 CRITICAL --warning database=1 --critical database=2
nagios "nagios, the worst counts" 2 CRITICAL -w database=1 -C latency=0
nagios "nagios, thresholds high" 0 OK --warning database=1e12 --critical gaps=100
expect "a threshold that is none" 2 status --nagios --warning size=1
expect "a threshold that is no number" 2 status --nagios --warning gaps=many
expect "JSON for Nagios" 2 status --nagios --json

# ---- the socket ----

chmod 600 "$POSTFIX_SOCKET"
sick "the socket's mode" socket failed
mend socket
chmod 700 "${POSTFIX_SOCKET%/*}"
sick "its directory's mode" socket failed
mend socket
chgrp $user "${POSTFIX_SOCKET%/*}"
sick "its directory's group" socket failed
mend socket
name="by the modes, not as root"
# a build directory may be closed to others
cp -L "$command" "$dir/bin/attachmeter"
chmod 755 "$dir/bin/attachmeter"
# as UID ARGUMENT... : the command of a user
as() {
    uid=$1
    shift
    LD_LIBRARY_PATH=$dir/bin setpriv --reuid=$uid --regid=$uid --clear-groups \
        "$dir/bin/attachmeter" "$@" >"$out" 2>"$err"
}
as $user $doctor --json || wrong "exit $?"
json '"by its mode" in [c["text"] for c in d["checks"] if c["check"] == "socket"][0]'
chmod 600 "$POSTFIX_SOCKET"
as $user $doctor --json && wrong "exit 0"
json '[c["verdict"] for c in d["checks"] if c["check"] == "socket"] == ["failed"]'
chmod 660 "$POSTFIX_SOCKET"
name="who may not look"
as $nobody $doctor --json || wrong "exit $?"
for check in database key daemon; do
    json '[c["verdict"] for c in d["checks"] if c["check"] == "'$check'"] == ["unknown"]'
    json '[c["fix"] for c in d["checks"] if c["check"] == "'$check'"][0].startswith("run this as root")'
done
json '[c["verdict"] for c in d["checks"] if c["check"] == "socket"] == ["unknown"]'
chmod 640 "$dir/conf"
name="who may not read the settings"
as $nobody $doctor --json || wrong "exit $?"
json '[(c["check"], c["verdict"], "root" in c["fix"]) for c in d["checks"]] == [("config", "unknown", True)]'
for asked in "report" "status" "scan $dir/one.eml" "config"; do
    name="$asked without the right to read the settings"
    as $nobody $asked --config "$dir/conf" && wrong "exit 0"
    one_line "$err"
    says "$err" "run this as root, or name with --config a file"
done
chmod 644 "$dir/conf"

# ---- main.cf and master.cf ----

postconf -c "$etc" -e 'smtpd_milters = { unix:attachmeter/other.sock, connect_timeout=1s, command_timeout=5s, content_timeout=20s, default_action=accept }'
sick "another path" postfix failed
json '"other.sock" in [c["text"] for c in d["checks"] if c["check"] == "postfix"][0]'
mend postfix
good
postconf -c "$etc" -X smtpd_milters
sick "not in main.cf" postfix failed
good
postconf -c "$etc" -e 'smtpd_milters = unix:attachmeter/attachmeter.sock'
sick "Postfix's own default_action" action failed timeouts note
json '"tempfail" in [c["text"] for c in d["checks"] if c["check"] == "action"][0]'
mend action
good
postconf -c "$etc" -e 'smtpd_milters = { unix:attachmeter/attachmeter.sock, default_action=tempfail, connect_timeout=1s, command_timeout=5s, content_timeout=20s }'
sick "default_action=tempfail" action failed
mend action
good
postconf -c "$etc" -e 'smtpd_milters = unix:attachmeter/attachmeter.sock' \
    'milter_default_action = accept' milter_connect_timeout=1s \
    milter_command_timeout=5 milter_content_timeout=20s
sick "action and timeouts by main.cf's defaults"
good
postconf -c "$etc" -e "smtpd_milters = $(postconf -c "$etc" -h smtpd_milters), unix:late"
sick "not the last one" position note
mend position
good
sed -i "s|unix:attachmeter/attachmeter.sock|unix:$POSTFIX_SOCKET|" "$etc/main.cf"
sick "an absolute path in a chroot" chroot failed
mend chroot
good
sed -i "s|unix:attachmeter/attachmeter.sock|unix:$POSTFIX_SOCKET|" "$etc/main.cf"
for service in "127.0.0.1:$POSTFIX_PORT/inet" cleanup/unix; do
    postconf -c "$etc" -F "$service/chroot=n"
done
sick "an absolute path without a chroot"
good
postconf -c "$etc" -e 'content_filter = scan:[127.0.0.1]:10024'
printf '127.0.0.1:10025 inet n - n - - smtpd -o content_filter=\n' >>"$etc/master.cf"
sick "a content filter" services failed
postconf -c "$etc" -F '127.0.0.1:10025/inet/chroot=y'
sick "a content filter, again" services failed
mend services
good
postconf -c "$etc" -X non_smtpd_milters
sick "no local mail" local-mail note
good

# ---- files ----

chmod 440 "$key"
sick "the key's mode" key failed
mend key
chown root "$key"
sick "another's key" key failed
mend key
cp -p "$key" "$dir/key"
printf '%064d\n' 7 >"$dir/other-key"
chmod 400 "$dir/other-key"
chown $user "$dir/other-key"
sed -i "s|key_file = .*|key_file = \"$dir/other-key\"|" "$dir/conf"
head -c 9000 /dev/urandom | base64 >"$dir/random"
{
    printf 'Subject: two\nMIME-Version: 1.0\nContent-Type: application/pdf\n'
    printf 'Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n'
    cat "$dir/random"
} >"$dir/two.eml"
$feed $POSTFIX_PORT 25 "$dir/two.eml" >/dev/null || wrong "is not accepted"
sleep 1
sick "another key" key failed
sed -i "s|key_file = .*|key_file = \"$dir/no-key\"|" "$dir/conf"
sick "a key that is lost" key failed
good
chmod 644 "$database"
sick "everybody may read the database" database failed
mend database
sed -i "s|database = .*|database = \"$dir/nowhere.db\"|" "$dir/conf"
sick "no database" database failed key ok
json '"belongs" not in [c["text"] for c in d["checks"] if c["check"] == "key"][0]'
nagios "nagios, no database" 3 UNKNOWN
good
echo 'max_database_bytes = 4k' >>"$dir/conf"
sick "a database that is too large" size failed
nagios "nagios, a database that is too large" 1 WARNING
expect "status, a database that is too large" 0 status --config "$dir/conf"
says "$out" 'over max_database_bytes'
good
echo 'no_such_setting = 1' >>"$dir/conf"
sick "a wrong setting" config failed
nagios "nagios, a wrong setting" 3 UNKNOWN
good
echo 'list_sizes = "/nowhere/lists"' >>"$dir/conf"
sick "a list that is not there" config failed
good
sed -i '/^local_domains/d' "$dir/conf"
sick "no domains" domains note
good

# copy STATEMENT : the settings name a copy of the database, changed by it.
copy() {
    cp "$database" "$dir/copy.db"
    chmod 640 "$dir/copy.db"
    chown $user "$dir/copy.db"
    python3 - "$database" "$dir/copy.db" "$1" <<'END'
import sqlite3, sys
with sqlite3.connect(sys.argv[2]) as to:
    sqlite3.connect(sys.argv[1]).backup(to)
    to.execute(sys.argv[3])
END
    sed -i "s|database = .*|database = \"$dir/copy.db\"|" "$dir/conf"
}
copy 'PRAGMA user_version = 1'
sick "a database of an older release" database failed
nagios "nagios, a database of an older release" 3 UNKNOWN
good
copy 'PRAGMA user_version = 9999'
sick "a database of a newer release" database failed
good
copy 'DELETE FROM run'
sick "a database that nobody writes into" recorder failed
good
copy 'PRAGMA journal_mode = DELETE'
python3 - "$dir/copy.db" <<'END'
import sqlite3, sys
root, = sqlite3.connect(sys.argv[1]).execute(
    "SELECT rootpage FROM sqlite_schema WHERE name = 'day_flaw'").fetchone()
with open(sys.argv[1], "r+b") as file:
    page = int.from_bytes(file.read(18)[16:18], "big")
    file.seek((root - 1) * page)
    file.write(b"\x5a" * 64)
END
sick "a damaged table" integrity failed
good
copy 'PRAGMA journal_mode = DELETE'
printf 'ZZZZZZZZZZZZZZZZZZZZ' | dd of="$dir/copy.db" bs=1 conv=notrunc 2>/dev/null
sick "no database at all" database failed
good
python3 - "$database" "$dir/locked" <<'END' &
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
open(sys.argv[2], "w").close()
time.sleep(60)
END
lock_pid=$!
until [ -e "$dir/locked" ] || ! kill -0 $lock_pid; do sleep 0.1; done
$feed $POSTFIX_PORT 25 "$dir/one.eml" >/dev/null || wrong "is not accepted"
sick "a database that is locked" spool failed
nagios "nagios, a database that is locked" 1 WARNING --warning backlog=0
expect "status, a database that is locked" 0 status --config "$dir/conf" --json
json 'd["spool"]["waiting_records"] == 1 and d["spool"]["waiting_bytes"] > 0'
kill $lock_pid
wait $lock_pid 2>/dev/null
lock_pid=
tries=0
until "$command" $doctor >"$out" 2>&1 || [ $tries -gt 30 ]; do
    tries=$((tries + 1))
    sleep 1
done
sick "a database that was locked"

# ---- no daemon ----

kill -STOP $daemon_pid
sick "the daemon hangs" daemon failed
nagios "nagios, the daemon hangs" 2 CRITICAL
kill -CONT $daemon_pid
stop_daemon
sick "no daemon" daemon failed socket failed
nagios "nagios, no daemon" 2 CRITICAL
expect "status, no daemon" 1 status --config "$dir/conf" --json
json 'd["daemon"]["process"] is None and d["latency"]["messages"] > 1'
start_daemon
sick "the daemon is back"

# ---- who says that a sender is ours ----

# ours COUNT : mail of a sender of ours.
ours() {
    python3 - $POSTFIX_PORT "$1" <<'END' || wrong "is not accepted"
import smtplib, sys
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as smtp:
    for i in range(int(sys.argv[2])):
        smtp.sendmail("p1@example.org", "p2@example.org", f"Subject: {i}\r\n\r\nx\r\n")
END
    sleep 1
}
name="a sender by the domain"
ours 1
sick "a sender by the domain"
json '[(c["verdict"], "100 %" in c["text"], "trusted_networks" in c["fix"]) for c in d["checks"] if c["check"] == "senders"] == [("note", True, True)]'
stop_daemon
echo 'trusted_networks = {127.0.0.0/8}' >>"$dir/good-conf"
start_daemon
name="senders by the client"
ours 10
sick "senders by the client"
json '[(c["verdict"], " 9 %" in c["text"]) for c in d["checks"] if c["check"] == "senders"] == [("ok", True)]'

kill -KILL $daemon_pid
wait $daemon_pid 2>/dev/null
daemon_pid=
sick "the daemon was killed" daemon failed socket failed
# Nobody empties the write-ahead log now.
bytes=$(cat "$database" "$database-wal" | wc -c)
shown=$(python3 -c 'import json, sys
print([c["text"] for c in json.load(open(sys.argv[1]))["checks"] if c["check"] == "size"][0])' "$out")
expect "one size" 1 status --config "$dir/conf"
says "$out" "^database .*, $shown, "
expect "one size, JSON" 1 status --config "$dir/conf" --json
json "d['database']['bytes'] == $bytes > $(wc -c <"$database")"

# ---- Sendmail ----

sed "s|@DIR@|$dir|" "$data/sendmail.cf" >"$dir/sendmail.cf"
doctor="doctor --config $dir/conf --sendmail-cf $dir/sendmail.cf"
sick "Sendmail does not ask" sendmail failed daemon failed
echo "Xattachmeter, S=local:$POSTFIX_SOCKET, F=T, T=C:2s" >>"$dir/sendmail.cf"
sick "Sendmail with F=" sendmail failed daemon failed
sed -i 's/^\(Xattachmeter.*\), F=T, T=C:2s/\1/' "$dir/sendmail.cf"
sick "Sendmail without times" timeouts note daemon failed
sed -i 's/^Xattachmeter.*/&, T=C:2s;S:5s/' "$dir/sendmail.cf"
sick "Sendmail" daemon failed

[ $failures -eq 0 ] && echo passed
exit $failures
