#!/bin/sh
# mail.sh BINDIR : the report as a mail.  What `report --format mail` prints is
# read by Python's email package; the same, given to the `sendmail -t` of a real
# Postfix, arrives over SMTP as it was written.
#
# The part with Postfix is left out, by name, where Postfix cannot run.
here=$(dirname "$0")
. "$here/postfix-instance.sh"

command=$1/lib/cli/attachmeter
dir=$(mktemp -d /tmp/am-mail.XXXXXX) || exit 1
sink_pid=
leave() {
    status=$?
    [ $status -eq 0 ] || tail -n 20 "$dir/maillog" >&2
    [ -z "$sink_pid" ] || kill "$sink_pid"
    postfix_stop
    rm -rf "$dir"
} 2>/dev/null
trap leave EXIT
trap 'exit 130' INT TERM HUP

"$1/tests/bench/bench_fill" --sightings 20000 --days 70 "$dir/db" >/dev/null || exit 1
printf 'database = "%s"\nreport_to = {"p1@example.org"}\nreport_from = "root@example.org"\n' \
    "$dir/db" >"$dir/conf"
python3 "$here/mail.py" "$command" "$dir" || exit 1

reason=$(postfix_can) || { echo "sendmail -t: left out: $reason"; exit 0; }
python3 -W ignore "$here/mail_sink.py" "$dir/port" "$dir/arrived" &
sink_pid=$!
tries=0
until [ -s "$dir/port" ]; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || { echo "FAILED: no sink" >&2; exit 1; }
    sleep 0.1
done

postfix_make "$dir" 64123
postconf -c "$dir/etc" "local_transport = smtp:[127.0.0.1]:$(cat "$dir/port")"
echo "smtp unix - - n - - smtp" >>"$dir/etc/master.cf"
postfix_start || exit 1
"$command" report --config "$dir/conf" --month last --format mail --lang fr -o "$dir/sent" &&
    sendmail -C "$dir/etc" -t <"$dir/sent" || exit 1
tries=0
until [ -s "$dir/arrived" ]; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || { echo "FAILED: nothing arrives" >&2; exit 1; }
    sleep 0.1
done
python3 "$here/mail.py" --same "$dir/sent" "$dir/arrived"
