# package-inside.sh install | use : the part of package.sh inside a clean Debian,
# where /packages has the packages and /packages/new a newer version of them.
#
# install  with a network: the packages, and Postfix after them
# use      without one, and with processes of its own: the rest
#
# Where systemd does not run here, the daemon is started as its unit says.
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
queue=/var/spool/postfix/attachmeter
data=/var/lib/attachmeter
key=/etc/attachmeter/key
conf=/etc/attachmeter/attachmeter.conf
link=/etc/tmpfiles.d/attachmeter-postfix.conf
unit=/lib/systemd/system/attachmeterd.service
reader=reader@relay.example.org
ours="attachmeterd attachmeter libattachmeter-page0 libattachmeter0"

fail() {
    echo "FAILED: $*" >&2
    exit 1
}
# is WHAT WANTED: owner, group and mode of a file or directory
is() {
    found=$(stat -c '%U:%G %a' "$1") || fail "$1 is not there"
    [ "$found" = "$2" ] || fail "$1 is $found, not $2"
}
gone() {
    for path in "$@"; do
        if [ -e "$path" ] || [ -L "$path" ]; then fail "$path is left"; fi
    done
}

# ---- with a network ----

install_all() {
    cd /packages
    apt-get install -y --no-install-recommends ./attachmeter*.deb \
        ./libattachmeter0*.deb ./libattachmeter-page0*.deb
    is $data 'attachmeter:attachmeter 750'
    is /run/attachmeter 'attachmeter:attachmeter 750'
    is $key 'attachmeter:attachmeter 400'
    is $conf 'root:root 644'
    [ "$(wc -c <$key)" -eq 65 ] || fail "the key is $(wc -c <$key) bytes"
    [ -L /etc/systemd/system/multi-user.target.wants/attachmeterd.service ] ||
        fail "the service is not enabled"
    gone $link $queue
    # Postfix comes later: its files call for the directory.
    debconf-set-selections <<END
postfix postfix/main_mailer_type select Local only
postfix postfix/mailname string relay.example.org
END
    apt-get install -y --no-install-recommends postfix
    is $queue 'attachmeter:postfix 2750'
    [ -L $link ] || fail "the directory would be gone with the next start"
}

# ---- without ----

booted() { [ -d /run/systemd/system ]; }

# As the unit says: user, rights, umask, size of a core.
start_alike() {
    user=$(sed -n 's/^User=//p' $unit)
    core=$(sed -n 's/^LimitCORE=//p' $unit)
    umask "$(sed -n 's/^UMask=//p' $unit)"
    as="prlimit --core=$core:$core setpriv --reuid=$user --regid=$user --clear-groups --no-new-privs
        --bounding-set=-all --inh-caps=-all"
    $as $(sed -n 's/^ExecStartPre=//p' $unit) >/dev/null || fail "--check"
    $as $(sed -n 's/^ExecStart=//p' $unit) &
    daemon=$!
    umask 022
}

# The packages have started it where systemd runs.
start_daemon() {
    if booted; then
        daemon=$(systemctl show --property MainPID --value attachmeterd)
    else
        start_alike
    fi
    tries=0
    until [ -S $queue/attachmeter.sock ]; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] && kill -0 $daemon || fail "the daemon does not start"
        sleep 0.1
    done
    is $queue/attachmeter.sock 'attachmeter:postfix 770'
}

# What it must be without the rest of the unit, too; and what it is by that.
look_at_daemon() {
    grep -q '^CapEff:.0*$' /proc/$daemon/status || fail "it has capabilities"
    grep -q '^Max core file size  *1  *1 ' /proc/$daemon/limits ||
        fail "it could leave a core"
    booted || return 0
    grep -q '^Seccomp:.2$' /proc/$daemon/status || fail "any call is allowed"
    for space in net user mnt ipc; do
        [ "$(readlink /proc/$daemon/ns/$space)" != \
            "$(readlink /proc/self/ns/$space)" ] || fail "it shares its $space"
    done
}

# The services that publish, too, see the daemon and its spool.
look_at_others() {
    booted || return 0
    systemctl enable --now attachmeter-serve.socket
    bash -c 'exec 3<>/dev/tcp/127.0.0.1/9798
        printf "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3
        cat <&3' >/tmp/served
    mkdir -p /var/lib/prometheus/node-exporter
    systemctl start attachmeter-metrics.service
    for figures in /tmp/served /var/lib/prometheus/node-exporter/attachmeter.prom
    do
        grep -q '^attachmeter_up 1' $figures || fail "$figures: no daemon"
        ! grep '^attachmeter_readable.* 0' $figures || fail "$figures: cannot read"
    done
    rm -r /var/lib/prometheus
    serve=$(systemctl show --property MainPID --value attachmeter-serve)
    [ -e /proc/$serve/root$key ] && [ ! -s /proc/$serve/root$key ] ||
        fail "serve sees the key"
    # Here is no fleet, which both of its commands say.
    systemctl enable attachmeter-fleet.timer
    ! systemctl start attachmeter-fleet.service || fail "there is no fleet"
    [ "$(journalctl --unit attachmeter-fleet | grep -c fleet_url)" = 2 ] ||
        fail "the fleet's service does not run its commands"
}

# New settings while it runs; with a mistake in them, the old ones.
reload_daemon() {
    booted || return 0
    echo 'log_messages = yes' >>$conf
    systemctl reload attachmeterd || fail "it does not reload"
    echo 'log_mesages = yes' >>$conf
    ! systemctl reload attachmeterd || fail "it takes what it does not know"
    sed -i '$d' $conf
    [ "$(systemctl show --property MainPID --value attachmeterd)" = $daemon ] ||
        fail "a reload is a restart"
    send_measured reloaded
    tries=0
    until journalctl --unit attachmeterd | grep -q 'nrcpt=1, parts=1'; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || fail "log_messages is not on"
        sleep 0.1
    done
}

# What a package does by itself where systemd runs.
stop_daemon() {
    booted && return 0
    kill -TERM $daemon
    wait $daemon || fail "the daemon ended with $?"
}

make_mail() {
    cat <<END
From: $reader
To: $reader
Subject: plans
Message-ID: <$1@relay.example.org>
MIME-Version: 1.0
Content-Type: application/pdf
Content-Disposition: attachment; filename=plans.pdf
Content-Transfer-Encoding: base64

END
    head -c 100000 /usr/bin/dpkg | base64
}

# Mail by sendmail(1), which must arrive.
sent=0
send() {
    make_mail "$1" | sendmail -f $reader $reader || fail "no sendmail"
    arrived
}
arrived() {
    sent=$((sent + 1))
    tries=0
    until [ "$(grep -c '^Message-ID:' /var/mail/reader 2>/dev/null)" = $sent ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || fail "mail $sent does not arrive"
        sleep 0.1
    done
}

# The same, and the report must tell of one attachment more.
measured=0
send_measured() {
    send "$1"
    measured=$((measured + 1))
    reported
}
reported() {
    tries=0
    until attachmeter report --format csv >/tmp/report &&
        awk -F, -v wanted=$measured '
            NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
            $3 == "total" && $at["sightings"] == wanted { found = 1 }
            END { exit !found }' /tmp/report; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || {
            cat /tmp/report >&2
            fail "not $measured attachments"
        }
        sleep 0.1
    done
}

# Fingerprints of what an upgrade and a removal must leave as it is.
kept() { sha256sum $key $conf; }

measure_mail() {
    useradd reader
    postconf -e maillog_file=/var/log/postfix.log maillog_file_prefixes=/var
    cp /etc/postfix/main.cf /tmp/main.cf
    sed -i 's/^#local_domains.*/local_domains = {relay.example.org}/' $conf
    ! booted || systemctl restart attachmeterd
    start_daemon
    look_at_daemon
    attachmeter setup postfix --apply || fail "setup"
    postfix status && postfix reload || postfix start
    make_mail smtp >/tmp/mail
    smtp-source -F /tmp/mail -f $reader -t $reader 127.0.0.1:25 ||
        fail "no SMTP"
    arrived
    measured=1
    send_measured local
    attachmeter doctor || fail "doctor"
    look_at_others
    reload_daemon
    is $data/attachmeter.db 'attachmeter:attachmeter 640'
}

upgrade() {
    kept >/tmp/kept
    before=$daemon
    stop_daemon
    (cd /packages/new && dpkg -i ./attachmeter*.deb ./libattachmeter0*.deb \
        ./libattachmeter-page0*.deb) </dev/null || fail "the upgrade"
    [ "$(dpkg-query -W -f '${Version}' attachmeterd)" = \
        "$(dpkg-deb -f /packages/new/attachmeterd_*.deb Version)" ] ||
        fail "the version is $(dpkg-query -W attachmeterd)"
    kept | cmp - /tmp/kept || fail "the upgrade changed these"
    start_daemon
    [ "$daemon" != "$before" ] || fail "the old daemon runs on"
    send_measured upgraded
}

remove() {
    stop_daemon
    dpkg --remove attachmeterd 2>/tmp/said || fail "the removal"
    grep -q 'attachmeter setup postfix --undo' /tmp/said ||
        fail "nobody says that Postfix names it still"
    [ -z "$(find /proc -maxdepth 1 -user attachmeter)" ] || fail "it runs still"
    send removed
    kept | cmp - /tmp/kept || fail "the removal changed these"
}

# Unasked, data and key are kept, and a new installation goes on with them.
purge_kept() {
    dpkg --purge attachmeterd
    [ -e $data/attachmeter.db ] || fail "a purge that asked nobody took the data"
    gone $conf $link $queue /run/attachmeter
    dpkg -i /packages/new/attachmeterd_*.deb
    sha256sum $key | cmp - /tmp/key || fail "another key"
    reported
}

# With keys that were replaced, or were to be.
purge_all() {
    install -d -m 0700 $key.old
    touch $key.old/0123456789abcdef $key.new
    attachmeter setup postfix --undo || fail "undo"
    cmp /tmp/main.cf /etc/postfix/main.cf || fail "main.cf is not as it was"
    echo attachmeterd attachmeterd/remove-data boolean true |
        debconf-set-selections
    # shellcheck disable=SC2086
    dpkg --purge $ours 2>/tmp/said || fail "the purge"
    ! grep setup /tmp/said || fail "Postfix does not name it any more"
    left=$(find / -xdev -path /packages -prune -o -iname '*attachmeter*' -print)
    [ -z "$left" ] || fail "left: $left"
    postfix reload
    send purged
}

case $1 in
install)
    install_all
    ;;
use)
    rm /usr/sbin/policy-rc.d
    measure_mail
    echo "  measured"
    sha256sum $key >/tmp/key
    upgrade
    echo "  upgraded"
    remove
    echo "  removed"
    purge_kept
    echo "  purged, data kept"
    purge_all
    echo "  purged, nothing left"
    postfix stop
    ;;
esac
