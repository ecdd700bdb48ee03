#!/bin/sh
# units.sh BUILT SOURCE : the units of systemd, by its own judgement: at most 0.3
# of exposure for a service, 1.2 for those that speak to the network, 1.0 for the
# one that is root's, and no setting that it does not know.
command -v systemd-analyze >/dev/null ||
    { echo "systemd-analyze is not here: skipped"; exit 77; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
failures=0
cp "$1"/*.service "$2"/*.socket "$2"/*.timer "$dir" || exit 1

for unit in "$dir"/*.service; do
    name=$(basename "$unit")
    case $name in
    attachmeter-fleet.service | attachmeter-ship.service) limit=12 ;;
    attachmeter-metrics.service) limit=10 ;;
    *) limit=3 ;;
    esac
    systemd-analyze security --offline=true --no-pager --threshold=$limit "$unit" \
        >"$dir/log" 2>&1 || { grep -v '✓' "$dir/log"; failures=1; }
    tail -1 "$dir/log"
    # The command is not installed here, and man may not be either.
    sed -i "s|^\(Exec[A-Za-z]*\)=[^ ]*|\1=/bin/true|; /^Documentation/d" "$unit"
    systemd-analyze verify "$unit" >"$dir/log" 2>&1
    if grep -E "^$name:|$dir/$name:|attachmeter" "$dir/log"; then
        failures=1
    fi
done
for unit in "$dir"/*.timer; do
    sed -i '/^Documentation/d' "$unit"
    systemd-analyze verify "$unit" >"$dir/log" 2>&1
    if grep attachmeter "$dir/log"; then
        failures=1
    fi
done
exit "$failures"
