# postfix-instance.sh - a throwaway Postfix of one's own; to be sourced.
#
#   postfix_can            is there what it needs?  else says what is missing
#   postfix_make DIR UID   lay it out in DIR, whose parents anyone may enter;
#                          the milter will run as user number UID.  Sets
#                          POSTFIX_PORT and POSTFIX_SOCKET
#   postfix_start          start it, wait until it answers
#   postfix_stop           end it, and only it
#
# It listens on one port of 127.0.0.1, throws all mail away, reads nothing in
# /etc/postfix and touches no service.  smtpd runs in its chroot, as on Debian.
# Users p1, p2, ... of example.org and example.net exist there, no others.

postfix_can() {
    [ "$(id -u)" = 0 ] || { echo "Postfix needs root to start"; return 1; }
    for postfix_need in postfix postconf setpriv; do
        command -v $postfix_need >/dev/null ||
            { echo "$postfix_need is not installed"; return 1; }
    done
}

# A port of 127.0.0.1 that nobody listens on now.
postfix_free_port() {
    awk 'BEGIN { srand(); base = 20000 + int(rand() * 10000) }
         FNR > 1 && $4 == "0A" { split($2, a, ":"); used[a[2]] = 1 }
         END { while (sprintf("%04X", base) in used) base++; print base }' \
        /proc/net/tcp
}

postfix_main_cf() {
    cat <<END
compatibility_level = 3.6
queue_directory = $POSTFIX_DIR/spool
data_directory = $POSTFIX_DIR/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file_prefixes = $POSTFIX_DIR
maillog_file = $POSTFIX_DIR/maillog
myhostname = relay.example.org
mydestination = example.org, example.net
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtpd_peername_lookup = no
local_recipient_maps = regexp:$POSTFIX_DIR/etc/users
local_transport = discard:made
default_transport = discard:made
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = reject_unlisted_recipient
local_header_rewrite_clients =
message_size_limit = 100000000
mailbox_size_limit = 0
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 10000
smtpd_hard_error_limit = 20000
smtpd_junk_command_limit = 10000
smtpd_milters = { unix:attachmeter/attachmeter.sock, connect_timeout=1s, command_timeout=5s, content_timeout=20s, default_action=accept }
END
}

postfix_master_cf() {
    cat <<END
127.0.0.1:$POSTFIX_PORT inet n - y - - smtpd
pickup unix n - y 60 1 pickup
cleanup unix n - y - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - y - - trivial-rewrite
bounce unix - - y - 0 bounce
defer unix - - y - 0 bounce
trace unix - - y - 0 bounce
verify unix - - y - 1 verify
proxymap unix - - n - - proxymap
discard unix - - y - - discard
error unix - - y - - error
retry unix - - y - - error
anvil unix - - y - 1 anvil
scache unix - - y - 1 scache
postlog unix-dgram n - n - 1 postlogd
END
}

postfix_make() {
    POSTFIX_DIR=$1
    POSTFIX_PORT=$(postfix_free_port)
    POSTFIX_SOCKET=$POSTFIX_DIR/spool/attachmeter/attachmeter.sock
    mkdir -p "$POSTFIX_DIR/etc" "$POSTFIX_DIR/data" "$POSTFIX_DIR/spool/etc"
    chmod 755 "$POSTFIX_DIR" "$POSTFIX_DIR/etc" "$POSTFIX_DIR/spool"
    chown postfix: "$POSTFIX_DIR/data"
    chmod 700 "$POSTFIX_DIR/data"
    postfix_main_cf >"$POSTFIX_DIR/etc/main.cf"
    postfix_master_cf >"$POSTFIX_DIR/etc/master.cf"
    echo '/^p[0-9]+(@|$)/ known' >"$POSTFIX_DIR/etc/users"
    for postfix_file in services resolv.conf hosts nsswitch.conf; do
        [ ! -e /etc/$postfix_file ] ||
            cp /etc/$postfix_file "$POSTFIX_DIR/spool/etc/"
    done
    install -d -o "$2" -g postfix -m 2750 "$POSTFIX_DIR/spool/attachmeter"
    postfix -c "$POSTFIX_DIR/etc" check
}

postfix_start() {
    postfix -c "$POSTFIX_DIR/etc" start >"$POSTFIX_DIR/start.log" 2>&1 ||
        { cat "$POSTFIX_DIR/start.log" >&2; return 1; }
    postfix_tries=0
    until postfix -c "$POSTFIX_DIR/etc" status >/dev/null 2>&1; do
        postfix_tries=$((postfix_tries + 1))
        [ $postfix_tries -lt 100 ] || return 1
        sleep 0.1
    done
}

postfix_stop() {
    [ -n "$POSTFIX_DIR" ] && [ -e "$POSTFIX_DIR/spool/pid/master.pid" ] ||
        return 0
    postfix -c "$POSTFIX_DIR/etc" stop >/dev/null 2>&1
}
