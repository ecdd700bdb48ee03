#!/bin/sh
# cli.sh BINDIR : the command as people and programs call it: help, exit codes,
# what goes to which stream, JSON that parses.
here=$(cd "$(dirname "$0")" && pwd)
command=$1/lib/cli/attachmeter
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM HUP
out=$dir/out err=$dir/err failures=0

. "$here/asking.sh"

# ---- help and wrong usage ----

expect "help" 0 --help
silent "$err"
commands=$(sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$out")
[ "$(echo "$commands" | wc -l)" -ge 7 ] || wrong "commands are missing"
expect "version" 0 --version
says "$out" '^attachmeter [0-9]'
expect "no command" 2
silent "$out"
expect "unknown command" 2 nonsense
silent "$out"
one_line "$err"

for word in $commands; do
    expect "$word --help" 0 "$word" --help
    says "$out" "^usage: attachmeter $word"
    silent "$err"
    cp "$out" "$dir/help-$word"
    awk 'length > 90 { exit 1 }' "$out" || wrong "is wider than 90 columns"
    expect "help $word" 0 help "$word"
    cmp -s "$out" "$dir/help-$word" || wrong "is not '$word --help'"
    expect "$word --nonsense" 2 "$word" --nonsense
    silent "$out"
    says "$err" "try 'attachmeter $word --help'"
done

# ---- no database, no data ----

cat >"$dir/conf" <<END
socket = "unix:$dir/socket"
database = "$dir/site.db"
key_file = "$dir/key"
country = FRA
END
expect "no database" 1 report --config "$dir/conf"
silent "$out"
one_line "$err"
says "$err" 'start attachmeterd'
expect "no configuration" 1 report --config "$dir/nowhere"
one_line "$err"
expect "range that is none" 2 report --config "$dir/conf" --last 36h
expect "range given twice" 2 report --day today --last 7d
expect "unknown class" 2 report --class attachment,logo
says "$err" 'class attachment,logo: write all, or some of attachment, inline, signature, opaque'
expect "unknown row" 2 report --by sender
expect "three levels" 2 report --by day,type,class
expect "a level twice" 2 report --by type --by type
expect "a level of nothing" 2 report --by type,nothing
expect "top of nothing known" 2 top senders
expect "top, a word too many" 2 top types domains
expect "top, no number" 2 top --top -3
expect "trend by the hour" 2 trend --by hour
says "$err" 'by hour: write one of day, week, month, year'
expect "a page of top" 2 top --format html
says "$err" 'format html: write one of table, json, csv$'
expect "histogram of nothing known" 2 histogram senders
for word in content size; do
    expect "report by $word" 2 report --by $word
    says "$err" 'attachmeter [th]'
done
for view in report claims top trend histogram whatif; do
    expect "unknown store of $view" 2 "$view" --store zimbra
done
says "$err" 'lmtp-hardlink'
{ cat "$dir/conf"; echo 'store_profile = zimbra'; } >"$dir/zimbra"
expect "an argument too many" 2 report today

# ---- scan ----

message() { # Delivered-To, Message-ID, bytes
    printf 'Return-Path: <someone@example.com>\n'
    [ -z "$1" ] || printf 'Delivered-To: %s\nX-Original-To: all@example.org\n' "$1"
    printf 'Message-ID: <%s>\nMIME-Version: 1.0\n' "$2"
    printf 'Content-Type: application/pdf; name="a.pdf"\n'
    printf 'Content-Disposition: attachment; filename="a.pdf"\n'
    printf 'Content-Transfer-Encoding: base64\n\n'
    head -c "$3" /dev/zero | tr '\0' 'x' | base64
}
mkdir -p "$dir/mail" "$dir/Maildir/cur" "$dir/Maildir/new" "$dir/Maildir/tmp" \
    "$dir/empty"
message p1@example.org one@x 5700 >"$dir/mail/1"
message p2@example.org one@x 5700 >"$dir/mail/2"
message '' two@x 5700 >"$dir/mail/3"
message '' two@x 5700 >"$dir/mail/4"
message '' three@x 57 >"$dir/mail/5"
cp "$dir/mail/1" "$dir/Maildir/cur/1:2,S"

expect "scan" 0 scan --format json "$dir/mail"
silent "$err"
json 'd["schema"] == "attachmeter.report/1" and d["coverage"]["gaps"] == 0'
json 'd["totals"]["messages"] == 3 and d["totals"]["contents"] == 2'
json 'd["totals"]["copies"] == {"local": 5, "external": 0, "sent": 0}'
json 'd["totals"]["unique_size_bytes"] == 5757'
json 'd["own"]["avoidable"]["within_bytes"] == 2 * 5700'
json 'd["own"]["avoidable"]["across_bytes"] == 5700'
json 'd["own"]["delivered"]["stored_bytes"] == 4 * 7700 + 77'
json 'd["totals"]["delivered"]["stored_bytes"] == d["totals"]["unique_size_bytes"] + d["totals"]["avoidable"]["total_bytes"]'
json 'd["rows"][0]["type"] and sum(r["sightings"] for r in d["rows"]) == 3'
json 'd["co2e"]["min"] <= d["co2e"]["value"] <= d["co2e"]["max"]'
json 'd["co2e"]["verdict"] and d["co2e"]["country"] == "WORLD"'
expect "scan of a Maildir" 0 scan --format json "$dir/Maildir"
json 'd["totals"]["copies"]["local"] == 1'
expect "scan, a page in French" 0 --lang fr scan --format html "$dir/mail"
says "$out" '^<html lang="fr">'
expect "scan, a table" 0 scan "$dir/mail"
awk 'length > 80 { exit 1 }' "$out" || wrong "is wider than 80 columns"
says "$out" 'established'
LC_ALL=C grep -q '[^ -~]' "$out" && wrong "holds colour or control characters"
expect "scan beside a store" 0 scan --format json --store compressed "$dir/mail"
json 'd["store"]["profile"] == "compressed" and d["store"]["compression"] == 0.76'
json 'd["own"]["already_bytes"] == d["store"]["already"]["total_bytes"] == 4 * 7700 + 77 - (4 * 7700 + 77) * 76 // 100'
json 'd["own"]["delivered"]["stored_bytes"] == d["own"]["unique_size_bytes"] + d["own"]["avoidable"]["total_bytes"]'
json 'd["totals"]["already_bytes"] == 0'
expect "scan beside a store, a table" 0 scan --store compressed "$dir/mail"
says "$out" 'your store (compressed) already saves 7.41 kB of 30.9 kB (24 %)'
expect "scan, a store configured that is none" 1 scan --config "$dir/zimbra" "$dir/mail"
one_line "$err"
says "$err" "store_profile 'zimbra': no such store: write plain"
expect "scan by two levels" 0 scan --format json --by month,type "$dir/mail"
json 'd["by"] == "month" and d["then_by"] == "type"'
json '[(r["type"], r["groups"]) for r in d["rows"]] == [("others", 1)]'
json 'sum(r["sightings"] for r in d["rows"]) == 3'
expect "scan by two options, as CSV" 0 scan --format csv --by class --by day \
    "$dir/mail"
says "$out" '^from,until,class,day,'
says "$out" ',total,total,1,3,'
expect "scan of nothing" 3 scan "$dir/empty"
one_line "$err"
expect "scan of nowhere" 1 scan "$dir/nowhere" "$dir/mail"
says "$err" nowhere
says "$out" coverage
expect "scan without a path" 2 scan
name="scan of standard input"
"$command" scan --format json - <"$dir/mail/1" >"$out" 2>"$err" || wrong "fails"
json 'd["totals"]["sightings"] == 1'
expect "scan of one class" 0 scan --class signature --format json "$dir/mail"
json 'd["totals"]["sightings"] == 0 and d["class"] == "signature"'

# csv EXPRESSION : out parses as CSV, rows d, and the expression holds.
csv() {
    python3 -c 'import csv, sys
d = list(csv.DictReader(open(sys.argv[1], newline=""), delimiter=sys.argv[3]))
sys.exit(0 if eval(sys.argv[2]) else 1)' "$out" "$1" "${2:-,}" 2>>"$err" ||
        wrong "not so: $1"
}
expect "scan, JSON to compare with" 0 scan --format json "$dir/mail"
cp "$out" "$dir/json"
expect "scan, CSV" 0 scan --format csv "$dir/mail"
silent "$err"
csv '[r["type"] for r in d] == ["others", "total"]'
csv 'd[-1]["own_avoidable_total_bytes"] == "25120"'
csv 'int(d[0]["avoidable_total_bytes"]) == int(d[1]["delivered_stored_bytes"]) - int(d[1]["unique_size_bytes"])'
csv 'all(str(v) in (d[0][k], repr(float(d[0][k]))) for k, v in __import__("json").load(open("'"$dir/json"'"))["rows"][0].items() if k != "type")'
[ "$(grep -c "$(printf '\r$')" "$out")" -eq 3 ] || wrong "lines do not end with CRLF"
expect "scan, CSV for French spreadsheets" 0 scan --csv-excel-fr "$dir/mail"
csv '"," in d[0]["ratio"] and d[0]["sightings"] == "3"' ';'
expect "unknown format" 2 scan --format xml "$dir/mail"

# ---- recorded, then reported ----

expect "scan --record without a key" 1 scan --record --config "$dir/conf" \
    "$dir/mail"
printf '%064d\n' 7 >"$dir/key"
chmod 400 "$dir/key"
expect "scan --record" 0 scan --record --config "$dir/conf" "$dir/mail"
expect "report" 0 report --config "$dir/conf" --format json --since today
json 'd["totals"]["messages"] == 3 and d["range"]["days"] == 1'
json 'd["co2e"]["country"] == "FRA"'
json 'all(f["status"] in ("default", "measured") for f in d["co2e"]["factors"])'
cp "$out" "$dir/first"
expect "a factor of one's own" 0 report --config "$dir/conf" --format json \
    --since today --set storage.pue=1.2 --set grid=10,20,30
json '[f for f in d["co2e"]["factors"] if f["id"] == "grid"][0]["max"] == 30'
expect "a factor that is none" 2 report --config "$dir/conf" --set pue=1
says "$err" "'pue': no such factor"
expect "a factor upside down" 2 report --config "$dir/conf" \
    --set storage.pue=1.5,1.4,1.3
expect "a share scope that is none" 2 report --share-scope all
expect "one upload a message" 0 report --config "$dir/conf" --format json \
    --since today --share-scope message
json 'd["co2e"]["inputs"]["share_scope"] == "message"'
sed 's/^country/delivered_share = "0.8,0.9,1"\n&/' "$dir/conf" >"$dir/share"
expect "copies that do not stay" 0 report --config "$dir/share" --format json \
    --since today
json '[f for f in d["co2e"]["factors"] if f["id"] == "mail.delivered_share"][0]["min"] == 0.8'
json '[f for f in d["co2e"]["factors"] if f["id"] == "mail.delivered_share"][0]["status"] == "config"'
sed 's/^country/delivered_share = 1.1\n&/' "$dir/conf" >"$dir/share"
expect "more copies than there were" 1 report --config "$dir/share"
one_line "$err"
says "$err" 'mail.delivered_share'
expect "unknown country" 0 report --config "$dir/conf" --country XYZ
says "$err" WORLD
expect "report of the first day" 0 report --config "$dir/conf"
says "$out" 'today is included'
expect "no data" 3 report --config "$dir/conf" --day 2020-01-01
silent "$out"
one_line "$err"
expect "no data as JSON" 3 report --config "$dir/conf" --day 2020-01-01 \
    --format json
json 'd["coverage"]["seen"] == 0 and d["co2e"]["value"] is None'
expect "claims" 0 claims --config "$dir/conf" --since today
says "$out" 'divided_by_ten'
awk 'length > 80 { exit 1 }' "$out" || wrong "is wider than 80 columns"
sed 's/^country/mailboxes = 2\nfactors = {"storage.pue=1.05"}\n&/' "$dir/conf" \
    >"$dir/claims"
expect "claims of a site that is known" 0 claims --config "$dir/claims" \
    --since today --format json
json 'd["mailboxes"] == 2'
json '[c for c in d["claims"] if c["id"] == "pue"][0]["verdict"] == "supported"'
json '[c for c in d["claims"] if c["id"] == "lecko_mail"][0]["reason"].endswith("the range has 0")'
expect "claims without data" 3 claims --config "$dir/conf" --day 2020-01-01
one_line "$err"
expect "claims by type" 2 claims --by type
expect "balance of a year" 3 report --config "$dir/conf" --balance 2019
one_line "$err"
expect "balance of a year and a range" 2 report --balance 2026 --last 7d
expect "balance of no year" 2 report --balance 26
expect "balance by type" 2 report --balance 2026 --by type
expect "a page of a balance" 2 report --balance 2026 --format html
expect "a page by type" 2 report --format html --by type
expect "a mail by type" 2 report --format mail --by type
expect "a mail, explained" 2 report --format mail --explain
expect "a poster, explained" 2 report --poster --explain
expect "a page of a scan by type" 2 scan --format html --by type "$dir/mail"
expect "report into a file" 0 report --config "$dir/conf" --format json \
    --since today -o "$dir/file"
silent "$out"
cp "$dir/file" "$out"
json 'd["totals"]["messages"] == 3'
[ "$(ls "$dir" | grep -c tmp)" -eq 0 ] || wrong "leaves a temporary file"
name="report into a pipe"
mkfifo "$dir/pipe"
cat "$dir/pipe" >"$out" &
"$command" report --config "$dir/conf" --format json --since today -o "$dir/pipe" 2>"$err" ||
    wrong "fails"
[ -p "$dir/pipe" ] || { wrong "is no pipe any more"; kill $!; }
wait
json 'd["totals"]["messages"] == 3'
expect "report into no directory" 1 report --config "$dir/conf" \
    -o "$dir/nowhere/file"
name="full disk"
"$command" report --config "$dir/conf" >/dev/full 2>"$err" && wrong "exit 0"
name="closed pipe"
"$command" report --config "$dir/conf" 2>"$err" | head -n 1 >"$out"
silent "$err"

# ---- whatif ----

expect "whatif of three messages" 0 whatif --config "$dir/conf"
says "$out" 'fewer than five senders'
expect "whatif of nothing" 0 whatif --config "$dir/conf" --min-size 1G
says "$out" '^= saved .* 0 B'
says "$out" 'nothing is in the set'
expect "no data for whatif" 3 whatif --config "$dir/conf" --day 2020-01-01
silent "$out"
one_line "$err"
expect "sizes upside down" 2 whatif --min-size 2M --max-size 1M
says "$err" 'more than --max-size'
expect "sizes upside down, the other way round" 2 whatif --max-size 1M \
    --min-size 2M
expect "a size that is none" 2 whatif --min-size huge
says "$err" 'is not a size'
expect "unknown type" 2 whatif --type pdf,logo
says "$err" 'some of other, pdf, document'
expect "recipients that are no number" 2 whatif --min-recipients 5k
expect "no recipients" 2 whatif --min-recipients 0
expect "more recipients than there are people" 2 whatif \
    --min-recipients 99999999999999999999
expect "a store that is none" 2 whatif --store maildir
expect "stubs beyond counting" 1 whatif --config "$dir/conf" \
    --set shared.link_bytes=1e300
one_line "$err"
says "$err" 'shared.link_bytes'
expect "terms beyond counting" 0 report --config "$dir/conf" --since today \
    --set shared.link_bytes=1e300 --set mail.retention_years=1e308
grep -qiE '(^|[ -])(nan|inf)' "$out" && wrong "holds NaN or inf"
expect "terms beyond counting, as JSON" 0 report --config "$dir/conf" --format json \
    --since today --set mail.retention_years=1e308 --set storage.replication=1e308
json 'd["terms"]["bytes"]["replicas"]["value"] is None'
cp "$dir/site.db" "$dir/full.db"
python3 - "$dir/full.db" <<'END'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute("UPDATE day_sighting SET stored_local_bytes = 1152921504606846976")
END
expect "more bytes than can be added up" 1 report --config "$dir/conf" \
    --database "$dir/full.db" --since today
silent "$out"
one_line "$err"
says "$err" '2^60 bytes or more'
name="detail that is gone"
cp "$dir/site.db" "$dir/gone.db"
python3 - "$dir/gone.db" <<'END'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute("DELETE FROM sighting")
    database.execute("DELETE FROM message")
END
expect "detail that is gone" 3 whatif --config "$dir/conf" --database "$dir/gone.db"
one_line "$err"
says "$err" 'kept no longer'

# ---- status, config ----

expect "status without a daemon" 1 status --config "$dir/conf"
says "$out" 'does not answer'
says "$out" '3 messages'
expect "status --json" 1 status --config "$dir/conf" --json
json 'd["daemon"]["answers"] is False and d["today"]["measured"] == 3'
expect "status without a database" 1 status --database "$dir/no.db"
one_line "$err"
expect "config -n" 0 config -n --config "$dir/conf"
[ "$(wc -l <"$out")" -eq 4 ] || wrong "other than four settings"
expect "config" 0 config --config "$dir/conf"
says "$out" detail_days
expect "config -d" 0 config -d
says "$out" detail_days
expect "config --check" 0 config --check "$dir/conf"
printf 'log_messages = no\nsockets = x\n' >"$dir/bad"
expect "config --check of a bad file" 1 config --check "$dir/bad"
says "$err" 'bad:2:'
printf 'local_domains = {"@/nowhere/domains"}\n' >"$dir/bad"
expect "config --check of a store that is none" 1 config --check "$dir/zimbra"
one_line "$err"
says "$err" "zimbra: store_profile 'zimbra': no such store"
expect "config --check of a list that is not there" 1 config --check "$dir/bad"
one_line "$err"
says "$err" 'bad: /nowhere/domains: '
while IFS='|' read -r setting said; do
    echo "$setting" >"$dir/bad"
    expect "config --check of $setting" 1 config --check "$dir/bad"
    one_line "$err"
    says "$err" "bad: $said"
    expect "doctor of $setting" 1 doctor --json --config "$dir/bad"
    json '[c["verdict"] for c in d["checks"] if c["check"] == "config"] == ["failed"]'
done <<'END'
factors = {"storage.pue=1.2", "nonsense"}|'nonsense': write id=value
factors = {"storage.nonsense=1"}|'storage.nonsense': no such factor
delivered_share = "abc"|mail.delivered_share: 'abc' is neither
factors_file = /nonexistent|/nonexistent: No such file
report_to = {"a@example.org", "not an address"}|report_to: 'not an address' is no address
report_from = "<a@example.org>"|report_from: '<a@example.org>' is no address
fleet_url = {"gopher://x"}|fleet_url: 'gopher://x' is no shard
END
cat >"$dir/all" <<END
factors = {"storage.pue=1.2"}
delivered_share = "0.8,0.9,1"
report_to = {"a@example.org"}
report_from = "b@example.org"
fleet_url = {"https://a.example:8443", "https://b.example:8443 2027-01-01"}
END
expect "config --check of what means something" 0 config --check "$dir/all"

# ---- demo ----

TMPDIR=$dir/tmp
export TMPDIR
mkdir "$TMPDIR"
chmod 755 "$dir" "$TMPDIR"
expect "demo" 0 demo --messages 30 --seed 5 --format json
says "$err" 'totals equal what was sent'
json 'd["totals"]["messages"] > 0 and d["coverage"]["gaps"] == 0'
[ -z "$(ls "$TMPDIR")" ] || wrong "leaves something behind"
expect "demo with a page" 0 demo --messages 30 --seed 5 --html "$dir/demo.html"
says "$out" 'totals equal what was sent'
says "$dir/demo.html" '^<!DOCTYPE html>'
says "$dir/demo.html" '</html>$'
expect "demo without a daemon" 1 demo --daemon /bin/false
one_line "$err"
[ -z "$(ls "$TMPDIR")" ] || wrong "leaves something behind"
name="demo, interrupted"
"$command" demo --messages 20000 >"$out" 2>"$err" &
demo=$!
sleep 1
kill -TERM $demo
wait $demo
[ $? -eq 1 ] || wrong "does not fail"
[ -z "$(ls "$TMPDIR")" ] || wrong "leaves something behind"

[ $failures -eq 0 ] && echo passed
exit $failures
