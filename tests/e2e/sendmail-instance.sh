# sendmail-instance.sh - a throwaway Sendmail of one's own; to be sourced.
#
#   sendmail_can             is there what it needs?  else says what is missing
#   sendmail_make DIR UID    lay it out in DIR, which is root's and below no
#                            directory that others may write to; the milter will
#                            run as user number UID.  Sets SENDMAIL_PORT,
#                            SENDMAIL_SOCKET, SENDMAIL_CF and SENDMAIL_MC.
#                            Returns 77, and says why, where it cannot be had
#   sendmail_config LINE     make sendmail.cf anew, with LINE at the end of
#                            sendmail.mc
#   sendmail_start           start it, wait until it answers
#   sendmail_stop            end it, and only it
#
# Debian's packages are fetched and unpacked, never installed: they would put
# Postfix out.  It listens on one port of 127.0.0.1, in a namespace where this
# machine has a whole name (else it waits a minute for one), delivers nothing,
# reads nothing in /etc/mail and touches no service.  Users p1 to p1000 of
# example.org and example.net exist there, no others.

sendmail_can() {
    [ "$(id -u)" = 0 ] || { echo "Sendmail needs root to start"; return 1; }
    for sendmail_need in apt-get dpkg-deb m4 setpriv unshare; do
        command -v $sendmail_need >/dev/null ||
            { echo "$sendmail_need is not installed"; return 1; }
    done
    unshare -u -m true 2>/dev/null || { echo "unshare is not allowed"; return 1; }
}

sendmail_mc() {
    cat <<END
OSTYPE(\`linux')dnl
define(\`confDOMAIN_NAME', \`relay.example.org')dnl
define(\`QUEUE_DIR', \`$SENDMAIL_DIR/q')dnl
define(\`ALIAS_FILE', \`$SENDMAIL_DIR/etc/aliases')dnl
define(\`confCW_FILE', \`$SENDMAIL_DIR/etc/local-host-names')dnl
define(\`confPID_FILE', \`$SENDMAIL_DIR/pid')dnl
define(\`STATUS_FILE', \`$SENDMAIL_DIR/statistics')dnl
define(\`confCONTROL_SOCKET_NAME', \`')dnl
define(\`confDONT_PROBE_INTERFACES', \`True')dnl
define(\`confDELIVERY_MODE', \`queueonly')dnl
define(\`confREFUSE_LA', \`0')dnl
define(\`confDELAY_LA', \`0')dnl
define(\`SMART_HOST', \`esmtp:[127.0.0.1]')dnl
define(\`LOCAL_MAILER_PATH', \`/bin/cat')dnl
define(\`LOCAL_MAILER_ARGS', \`cat')dnl
FEATURE(\`no_default_msa')dnl
FEATURE(\`use_cw_file')dnl
FEATURE(\`accept_unresolvable_domains')dnl
DAEMON_OPTIONS(\`Port=$SENDMAIL_PORT, Addr=127.0.0.1, Name=MTA')dnl
MAILER(\`local')dnl
MAILER(\`smtp')dnl
END
}

# Fetch and unpack it; says what is missing.
sendmail_fetch() {
    sendmail_from=$(mktemp -d) && chmod 755 "$sendmail_from" || return 1
    (cd "$sendmail_from" &&
        apt-get -qq download sendmail-bin sendmail-cf >/dev/null 2>&1 &&
        for package in *.deb; do
            dpkg-deb -x "$package" "$SENDMAIL_DIR/x" || exit 1
        done)
    sendmail_status=$?
    rm -rf "$sendmail_from"
    [ $sendmail_status -eq 0 ] ||
        { echo "sendmail-bin cannot be fetched"; return 1; }
    ! ldd "$sendmail_program" | grep 'not found'
}

sendmail_make() {
    SENDMAIL_DIR=$1
    SENDMAIL_PORT=$(awk 'BEGIN { srand(); base = 30000 + int(rand() * 2000) }
        FNR > 1 && $4 == "0A" { split($2, a, ":"); used[a[2]] = 1 }
        END { while (sprintf("%04X", base) in used) base++; print base }' \
        /proc/net/tcp)
    SENDMAIL_SOCKET=$SENDMAIL_DIR/m/attachmeter.sock
    SENDMAIL_CF=$SENDMAIL_DIR/etc/sendmail.cf
    SENDMAIL_MC=$SENDMAIL_DIR/etc/sendmail.mc
    chmod 755 "$SENDMAIL_DIR"
    mkdir -m 700 "$SENDMAIL_DIR/q"
    mkdir -m 755 "$SENDMAIL_DIR/etc" "$SENDMAIL_DIR/x"
    : >"$SENDMAIL_DIR/statistics"
    install -d -o "$2" -m 755 "$SENDMAIL_DIR/m"
    printf 'example.org\nexample.net\n' >"$SENDMAIL_DIR/etc/local-host-names"
    awk 'BEGIN { for (i = 1; i <= 1000; i++) print "p" i ": nobody" }' \
        >"$SENDMAIL_DIR/etc/aliases"
    echo '127.0.0.1 relay.example.org relay localhost' >"$SENDMAIL_DIR/hosts"
    sendmail_program=$SENDMAIL_DIR/x/usr/libexec/sendmail/sendmail
    sendmail_fetch || return 77
    sendmail_config || return 1
    sendmail_alone "$sendmail_program" -C "$SENDMAIL_CF" -bi \
        >"$SENDMAIL_DIR/aliases.log" 2>&1 ||
        { cat "$SENDMAIL_DIR/aliases.log" >&2; return 1; }
}

sendmail_config() {
    sendmail_rules=$SENDMAIL_DIR/x/usr/share/sendmail/cf/
    { sendmail_mc; echo "$1"; } >"$SENDMAIL_MC"
    m4 -D_CF_DIR_="$sendmail_rules" "$sendmail_rules/m4/cf.m4" "$SENDMAIL_MC" \
        >"$SENDMAIL_CF"
}

# Run a command where this machine has a whole name.
sendmail_alone() {
    unshare -u -m sh -c 'hostname relay.example.org &&
        mount --bind "$0" /etc/hosts && exec "$@"' "$SENDMAIL_DIR/hosts" "$@"
}

sendmail_start() {
    sendmail_alone "$sendmail_program" -C "$SENDMAIL_CF" -bD \
        >"$SENDMAIL_DIR/start.log" 2>&1 &
    sendmail_pid=$!
    sendmail_tries=0
    until grep -q "$(printf ':%04X 00000000:0000 0A' "$SENDMAIL_PORT")" \
        /proc/net/tcp; do
        sendmail_tries=$((sendmail_tries + 1))
        [ $sendmail_tries -lt 200 ] && kill -0 $sendmail_pid 2>/dev/null ||
            { cat "$SENDMAIL_DIR/start.log" >&2; return 1; }
        sleep 0.1
    done
}

# The daemon's own number is in its file: what was started is the shell before.
sendmail_stop() {
    [ -s "$SENDMAIL_DIR/pid" ] || return 0
    kill -TERM "$(head -n 1 "$SENDMAIL_DIR/pid")" 2>/dev/null
    wait $sendmail_pid
    rm -f "$SENDMAIL_DIR/pid"
}
