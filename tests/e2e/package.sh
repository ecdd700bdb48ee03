#!/bin/sh
# package.sh SOURCE [ROOT] : the Debian packages. Built twice, in other places, at
# other times, they are the same to the byte; lintian finds nothing; and in a clean
# Debian (ROOT, else what debootstrap makes) they are installed, measure mail of a
# real Postfix, are upgraded, removed and purged (package-inside.sh).
#
# Needs root, debootstrap and a Debian mirror, which apt is asked for; skipped (77),
# by name, where one is missing.  What runs in the clean Debian has processes and a
# network of its own, and its own systemd, if that may start (package-boot.sh).
src=$(cd "$1" && pwd)
base=$2
here=$src/tests/e2e

skip() { echo "skipped: $*"; exit 77; }
[ "$(id -u)" = 0 ] || skip "a root directory for Debian needs root"
for need in lintian debootstrap unshare setpriv python3; do
    command -v $need >/dev/null || skip "$need is not here"
done
unshare --net --pid --fork --mount true 2>/dev/null || skip "unshare is not allowed"

dir=$(mktemp -d /tmp/am-package.XXXXXX) || exit 1
root=$dir/root
cgroup=$dir/cgroup/am-package.$$
unshared=
leave() {
    if [ -n "$unshared" ]; then
        kill -KILL $unshared
        wait $unshared
        find "$cgroup" -depth -type d -exec rmdir {} +
        umount "$dir/cgroup"
    fi 2>/dev/null
    rm -rf "$dir"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP
fail() {
    echo "FAILED: $*" >&2
    tail -n 30 "$dir/log" >&2
    exit 1
}

# pack PLACE BUILD [OPTIONS]: the packages of a copy of the source in PLACE.
pack() {
    place=$1 build=$1/$2
    shift 2
    [ -d "$place" ] || {
        mkdir -p "$place"
        for part in CMakeLists.txt LICENSE README.md conf lib milter sql; do
            cp -r "$src/$part" "$place"
        done
    }
    cmake -S "$place" -B "$build" -DAM_TESTS=OFF "$@" >>"$dir/log" 2>&1 &&
        (cd "$build" && rm -f ./*.deb ./*.ddeb && cpack -G DEB) \
            >>"$dir/log" 2>&1 || fail "cpack in $build"
}

# ccache would give one build the objects of the other.
export CCACHE_DISABLE=1
unset SOURCE_DATE_EPOCH
echo "1 two builds"
pack "$dir/one" build
(umask 027; TZ=Pacific/Apia LC_ALL=C pack "$dir/other/deeper" b) || exit 1
[ "$(ls "$dir"/one/build/*.deb | wc -l)" -eq 5 ] || fail "not five packages"
[ "$(ls "$dir"/one/build/*-dbgsym_*.ddeb | wc -l)" -eq 4 ] ||
    fail "not the debug symbols of four"
for package in "$dir"/one/build/*deb; do
    [ -d "$package" ] ||
        cmp "$package" "$dir/other/deeper/b/$(basename "$package")" ||
        fail "two builds differ"
done

echo "2 lintian"
# For debug symbols there is no file that could hold an override.
{
    lintian --allow-root --fail-on error,warning "$dir"/one/build/*.deb &&
        lintian --allow-root --fail-on error,warning \
            --suppress-tags bogus-mail-host "$dir"/one/build/*.ddeb
} || fail "lintian"

echo "3 a clean Debian"
. /etc/os-release
mirror=$(apt-get indextargets --format '$(SITE)' 'Origin: Debian' \
    "Codename: $VERSION_CODENAME" | head -1)
mirror=${mirror:-http://deb.debian.org/debian}
if [ -n "$base" ]; then
    cp -a "$base" "$root"
else
    debootstrap --variant=minbase "$VERSION_CODENAME" "$root" "$mirror" \
        >>"$dir/log" 2>&1 || skip "debootstrap from $mirror: $(tail -1 "$dir/log")"
fi
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
cp /etc/resolv.conf "$root/etc/"
mkdir "$root/packages" "$root/packages/new"
cp "$dir"/one/build/*.deb "$root/packages"
pack "$dir/one" build -DAM_PACKAGE_REVISION=2
cp "$dir"/one/build/*.deb "$root/packages/new"
cp "$here/package-inside.sh" "$root/packages"

chroot "$root" apt-get update -qq >>"$dir/log" 2>&1 || skip "no answer of $mirror"
unshare --pid --fork --mount --mount-proc="$root/proc" chroot "$root" \
    sh -e /packages/package-inside.sh install >>"$dir/log" 2>&1 ||
    fail "installing"

# Starts systemd in the clean Debian, with a tree of cgroups that begins at one of
# its own; sets init to its number.
boot() {
    mkdir "$dir/cgroup"
    mount -t cgroup2 cgroup2 "$dir/cgroup" && mkdir "$cgroup" || return 1
    sh -c 'echo $$ >"$1/cgroup.procs" && exec unshare --net --pid --fork \
        --kill-child --mount --uts --ipc --cgroup "$2" "$3"' sh "$cgroup" \
        "$here/package-boot.sh" "$root" </dev/null >>"$dir/log" 2>&1 &
    unshared=$!
    for _ in $(seq 300); do
        init=$(pgrep -P $unshared -x systemd) &&
            into systemctl is-system-running 2>/dev/null |
            grep -Eq 'running|degraded' && return 0
        kill -0 $unshared 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}
into() { nsenter -t "$init" --mount --pid --net --uts --ipc --cgroup "$@"; }

# lo of the network of its own is down at first.
without_boot() {
    unshare --net --pid --fork --mount --mount-proc="$root/proc" sh -c "
        python3 -c 'import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack(\"16sh14x\", b\"lo\", 0x49))' &&
        exec chroot '$root' $1"
}

echo "4 mail, upgrade, removal, purge"
use="sh -e /packages/package-inside.sh use"
if boot; then
    into $use 2>>"$dir/log"
else
    echo "  without systemd, which does not start here"
    without_boot "$use" 2>>"$dir/log"
fi || {
    tail -n 10 "$root/var/log/postfix.log" >&2
    fail "in the clean Debian"
}
echo "passed"
