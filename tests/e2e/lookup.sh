#!/bin/sh
# lookup.sh BINDIR MAIL [LOG_CATCH] : files are looked up, forgotten and purged by
# the command; who did it is told to syslog.
here=$(cd "$(dirname "$0")" && pwd)
command=$1/lib/cli/attachmeter
mail=$2
catch=${3-}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM HUP
out=$dir/out err=$dir/err failures=0
. "$here/asking.sh"
export AM_LOG="$dir/log"
[ -z "$catch" ] || export LD_PRELOAD="$catch"

# logs PATTERN : the last line of the system's log; 85 is authpriv, notice.
logs() {
    [ -n "$catch" ] || return 0
    tail -n 1 "$AM_LOG" 2>/dev/null | grep -qE -- "^85 $1" ||
        wrong "the log does not say '$1': $(tail -n 1 "$AM_LOG")"
}

# attach NAME TO FILE... : a message with these files.
attach() {
    message=$dir/mail/$1
    printf 'From: a@example.org\nTo: %s\nMessage-ID: <%s@example.org>\n' \
        "$2" "$1" >"$message"
    printf 'Delivered-To: %s\n' $2 >>"$message"
    printf 'Content-Type: multipart/mixed; boundary=b\n\n' >>"$message"
    shift 2
    for file; do
        printf -- '--b\nContent-Type: application/pdf; name=x\n' >>"$message"
        printf 'Content-Transfer-Encoding: base64\n\n' >>"$message"
        base64 "$file" >>"$message"
    done
    echo '--b--' >>"$message"
}

mkdir "$dir/mail"
cd "$dir" || exit 1
printf '%%PDF-1.4 the same file' >same.pdf # as it is inside the TNEF
head -c 200000 /dev/zero >large.bin
printf 'a,b\n' >never.csv
: >empty
attach one p1@example.org same.pdf large.bin
attach two "p2@example.org p3@example.org" large.bin
cp "$mail/tnef-with-files.eml" mail/three
printf 'database = "%s/db"\nkey_file = "%s/key"\nlocal_domains = {example.org}
detail_days = 90\n' "$dir" "$dir" >conf

# ---- what is missing ----

expect "no file" 2 lookup --config conf
expect "no database" 1 lookup --config conf same.pdf
one_line "$err"
printf '%064d\n' 7 >key
chmod 400 key
expect "recording" 0 scan --record --config conf mail
mv key away
expect "no key" 1 lookup --config conf same.pdf
one_line "$err"
says "$err" 'no key'
printf '%064d\n' 8 >key
expect "a key that others may read" 1 lookup --config conf same.pdf
says "$err" 'chmod 0400'
chmod 400 key
for word in "lookup" "forget -n" "forget -y"; do
    expect "$word under another key" 1 $word --config conf same.pdf
    one_line "$err"
    says "$err" 'filled under key'
done
rm -f key
mv away key
expect "no such file" 1 lookup --config conf same.pdf nowhere
one_line "$err"
silent "$out"
# ---- lookup ----

expect "seen" 0 lookup --config conf same.pdf large.bin never.csv empty
says "$out" '^same.pdf  *pdf  *20..-..-..  *20..-..-..  *1  *1  *0  *1  *22 B'
says "$out" '^large.bin  *pdf .* 2  *3  *0  *0  *200 kB'
says "$out" '^never.csv  *not seen'
says "$out" '90 days'
logs 'lookup of 4 contents by uid [0-9]+'
expect "as JSON" 0 lookup --config conf --format json same.pdf
json 'd["files"][0]["attached"] == {"times": 1, "copies": {"local": 1, "sent": 0, "external": 0}}'
json 'd["files"][0]["inside"]["times"] == 1 and d["detail_days"] == 90'
same=$(sed -n 's/.*"fingerprint": "\(.*\)",/\1/p' "$out")
expect "not seen" 3 lookup --config conf never.csv
"$command" lookup --config conf - <large.bin >"$out" 2>"$err"
says "$out" '^-  *pdf .* 2  *3 '
expect "into a file" 0 lookup --config conf -o answer --format csv same.pdf
grep -q "^same.pdf,22,$same,yes,pdf," answer || wrong "no answer"

# ---- forget ----

expect "nobody to ask" 2 forget --config conf same.pdf
says "$err" '--yes'
expect "what would go" 0 forget -n --config conf same.pdf
says "$out" '^same.pdf  *1  *1  *0$'
logs 'forget --dry-run of 1 content by uid'
expect "it is still there" 0 lookup --config conf same.pdf
if command -v script >/dev/null; then
    for answer in n y; do
        echo "$answer" | LD_PRELOAD= script -qec \
            "$command forget --config conf large.bin" /dev/null >"$out" 2>&1
        grep -q 'Delete 1 content: 2 attachments, 1 messages' "$out" ||
            wrong "it does not ask"
        expect "asked, $answer" $([ $answer = n ] && echo 0 || echo 3) \
            lookup --config conf large.bin
    done
fi
expect "a fingerprint" 0 forget -y --config conf --fingerprint "$same" never.csv
says "$out" "^$same  *1  *1  *1$"
says "$out" '^never.csv  *not seen'
logs 'forget of 2 contents by uid'
expect "is forgotten" 3 lookup --config conf same.pdf
expect "and again" 3 forget -y --config conf same.pdf
expect "no fingerprint" 1 forget -y --config conf --fingerprint 12ab
one_line "$err"
expect "the sums stay" 0 report --config conf --since today --format json
json 'd["totals"]["sightings"] == 4'

# ---- purge ----

expect "an argument" 2 purge --config conf x
expect "nothing is old" 0 purge --config conf --format json
json 'd["messages"]["rows"] == 0 and not d["dry_run"]'
sqlite3 db "UPDATE message SET day = day - 91; UPDATE content SET last_day = last_day - 92"
expect "what would be deleted" 0 purge -n --config conf --format json
json 'd["messages"]["rows"] == 1 and d["contents"]["rows"] == 2 and d["dry_run"]'
expect "deleted" 0 purge --config conf
says "$out" '^messages  *20..-..-..  *1$'
says "$out" '^contents  *20..-..-..  *2$'
expect "once" 0 purge --config conf --format csv
says "$out" '^messages,20..-..-..,0'
[ "$(sqlite3 db 'SELECT count(*) FROM pragma_foreign_key_check')" = 0 ] ||
    wrong "references"

exit $((failures > 0))
