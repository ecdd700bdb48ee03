#!/bin/sh
# rules.sh ROOT: the alerts and recording rules that are installed, held against
# made-up series by Prometheus' own promtool: each alert fires where it should, and
# not beside it.
promtool=$(command -v promtool) || {
    echo "promtool (package prometheus) is not here: skipped"
    exit 77
}
cd "$1" || exit 1
"$promtool" check rules conf/grafana/*.yml || exit 1
"$promtool" test rules tests/data/rules/*.yml || exit 1
# Is there an alert without a test, or one that is never seen to fire, or not to?
failed=0
for alert in $(sed -n 's/^ *- alert: //p' conf/grafana/rules.yml); do
    cat tests/data/rules/*.yml |
        grep -A1 "alertname: $alert\$" | grep -q exp_alerts ||
        { echo "$alert: no test in which it fires"; failed=1; }
    grep -qh "alertname: $alert}" tests/data/rules/*.yml ||
        { echo "$alert: no test in which it does not fire"; failed=1; }
done
exit $failed
