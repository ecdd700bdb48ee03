#!/bin/sh
# run.sh COMMAND BENCH_FILL RECORD_DOMAINS WORK : what people look at, in Debian's
# Chromium.
#
# Has COMMAND write its pages into WORK/pages and hands them to main.js.  What it
# takes from npm goes into WORK, by package-lock.json; Chromium, node, npm and
# pdftotext are Debian's.  Skipped (77) by name where one of them, or the
# registry, is missing.
here=$(cd "$(dirname "$0")" && pwd)
command=$1
fill=$2
record=$3
work=$4

skip() {
    echo "page test: $*: skipped"
    exit 77
}

# A download that failed, rather than a package that is not what it was.
is_away() {
    grep -Eq 'ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|_CERT|E403|E5[0-9][0-9]' \
        "$work/npm.log"
}

for program in chromium node npm pdftotext python3; do
    command -v $program >/dev/null || skip "no $program"
done
CHROMIUM=$(command -v chromium)
export CHROMIUM

mkdir -p "$work"
rm -rf "$work/pages"
mkdir "$work/pages"
if ! cmp -s "$here/package-lock.json" "$work/package-lock.json" ||
    [ ! -e "$work/node_modules/.package-lock.json" ]; then
    cp "$here/package.json" "$here/package-lock.json" "$work"
    (cd "$work" && npm ci --no-audit --no-fund --ignore-scripts --cache "$work/npm" \
        --fetch-retries 1 --fetch-timeout 30000) >"$work/npm.log" 2>&1
    status=$?
    rm -rf "$work/npm"
    if [ $status -ne 0 ]; then
        rm -f "$work/package-lock.json"
        is_away && skip "npm registry not reachable"
        cat "$work/npm.log" >&2
        exit 1
    fi
fi

python3 "$here/make_pages.py" "$command" "$fill" "$record" "$work/pages" || exit 1
config=
"$command" serve --help >/dev/null 2>&1 && config=$work/pages/site.conf ||
    echo "page test: attachmeter is built without serve: not looked at"
NODE_PATH=$work/node_modules exec node "$here/main.js" "$work/pages" "$command" \
    "$config" "$work"/pages/*.??.html
