#!/bin/sh
# reentry.sh BINDIR : a real Postfix with two smtpds and a content filter between
# them, all with the milter; what comes twice must be counted once (reentry.py
# has the rows).  Skipped (77) where Postfix cannot run.  Loopback only; leaves
# nothing behind.
here=$(dirname "$0")
. "$here/postfix-instance.sh"
. "$here/stage.sh"

bin=$1
user=64123

reason=$(postfix_can) || { echo "skipped: $reason"; exit 77; }
dir=$(mktemp -d /tmp/am-reentry.XXXXXX) || exit 1
daemon_pid=
leave() {
    status=$?
    if [ $status -ne 0 ]; then
        tail -n 30 "$dir/log"
        grep -E 'warning|fatal|panic|milter|reject' "$dir/maillog" | tail -n 20
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

postfix_make "$dir" $user || fail "no Postfix instance"
plain=$POSTFIX_PORT    # no filter
both=$((plain + 1))    # through a filter that gives back to $back
once=$((plain + 2))    # through one that gives back to $unseen
copied=$((plain + 3))  # as $both, where Postfix adds a recipient
back=$((plain + 4))    # takes mail back, with the milter
unseen=$((plain + 5))  # takes mail back, without
filter=$((plain + 6))
filter_once=$((plain + 7))

cat >>"$dir/etc/main.cf" <<END
non_smtpd_milters = \$smtpd_milters
virtual_alias_maps = inline:{ { list@example.org = p1@example.org, p2@example.org } }
transport_maps = inline:{ { bad.example = scan:[127.0.0.1]:$filter } }
scan_destination_recipient_limit = 3
END
sed -i 's|/^p\[|/^(p\[|; s|+(@|+\|list\|copy)(@|' "$dir/etc/users"
sed -i '/^pickup/d' "$dir/etc/master.cf"
cat >>"$dir/etc/master.cf" <<END
127.0.0.1:$both inet n - y - - smtpd -o content_filter=scan:[127.0.0.1]:$filter
127.0.0.1:$once inet n - y - - smtpd -o content_filter=scan:[127.0.0.1]:$filter_once
127.0.0.1:$copied inet n - y - - smtpd -o content_filter=scan:[127.0.0.1]:$filter -o cleanup_service_name=cleanup-copy
127.0.0.1:$back inet n - y - - smtpd
127.0.0.1:$unseen inet n - y - - smtpd -o receive_override_options=no_milters
pickup unix n - y 60 1 pickup -o content_filter=scan:[127.0.0.1]:$filter
cleanup-copy unix n - y - 0 cleanup -o always_bcc=copy@example.org
scan unix - - n - 5 smtp
END

stage_settings "$dir" $user "$POSTFIX_SOCKET" \
    'local_domains = {example.org, example.net}' \
    'trusted_networks = {127.0.0.1}'
stage_daemon "$bin" "$dir" || fail "no daemon in $bin"
stage_start "$dir" "$dir/conf" $user || fail "attachmeterd does not start"
postfix_start || fail "Postfix does not start"

python3 "$here/reentry.py" "$bin/lib/cli/attachmeter" "$dir" \
    "$plain $both $once $copied $back $unseen $filter $filter_once" ||
    fail "not counted as it should be"

stage_stop || fail "attachmeterd ended with $?"
grep -E 'panic|fatal|warning: milter' "$dir/maillog" && fail "Postfix had trouble"
echo "passed"
