# packages.sh - sourced by demo and check: installs Debian packages that are
# missing, and only if that removes nothing.  Asks nothing; prints what it did.

BUILD_PACKAGES="build-essential cmake pkg-config libmilter-dev libsqlite3-dev
    libssl-dev libsmartcols-dev libjansson-dev libconfuse-dev libidn2-dev
    libmicrohttpd-dev libsystemd-dev libxml2-dev libcurl4-openssl-dev zlib1g-dev gettext"
TEST_PACKAGES="check clang clang-format clang-tidy valgrind python3 postfix
    sqlite3 libgmime-3.0-dev locales python3-jsonschema
    dovecot-core dovecot-imapd dovecot-lmtpd python3-prometheus-client
    mandoc strace zsh"
# Large, and services that listen after the next start of the machine; what
# Sendmail needs, which is unpacked and not installed (e2e/sendmail-instance.sh);
# ZooKeeper without a service, for replicas.
LONG_TEST_PACKAGES="prometheus prometheus-node-exporter debootstrap lintian m4
    libdb5.3 libldap-2.5-0 liblockfile1 libnsl2 libsasl2-2 libwrap0
    default-jre-headless libzookeeper-java"

# What the page test drives: 210 MB to fetch and 810 MB on disk on a bare Debian
# 12, mostly Chromium and the parts of npm; nothing where the programs are there
# already, from whatever package.
page_packages() {
    for pair in chromium:chromium node:nodejs npm:npm pdftotext:poppler-utils; do
        command -v "${pair%:*}" >/dev/null || printf '%s ' "${pair#*:}"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
            grep -qx installed || printf '%s ' "$package"
    done
}

# An MTA's package starts its service, which nobody asked for: for the time of
# the installation a policy forbids it, as invoke-rc.d provides for.
with_no_services() {
    policy=/usr/sbin/policy-rc.d
    if [ -e "$policy" ]; then
        "$@"
        return
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    status=0
    "$@" || status=$?
    as_root rm -f "$policy"
    return "$status"
}

install_packages() {
    # shellcheck disable=SC2086,SC2046
    set -- $(missing_packages "$@")
    [ $# -gt 0 ] || return 0
    echo "installing: $*"
    as_root apt-get update -qq
    removed=$(apt-get -s install --no-install-recommends "$@" |
        sed -n 's/^Remv \([^ ]*\).*/\1/p')
    if [ -n "$removed" ]; then
        echo "stopped: installing these would remove:" $removed >&2
        return 1
    fi
    with_no_services as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
