#!/bin/sh
# scan.sh ATTACHMETER - what `scan --parts` reads, and what it passes over.
set -u
scan=$1
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
bad=0

message() { # name of the attachment
    printf 'Subject: x\nContent-Type: application/pdf; name=%s\n\n%s\n' "$1" "$1"
}

# parts NAME EXPECTED PATH...: EXPECTED is "file size" of each part, sorted
parts() {
    name=$1 expected=$2
    shift 2
    found=$("$scan" scan --parts "$@" 2>err |
        sed 's/.*"file":"\([^"]*\)".*"size_bytes":\([0-9]*\).*/\1 \2/' | sort | tr '\n' ',')
    [ "$found" = "$expected" ] && return
    printf '%s: expected %s\n  found %s\n' "$name" "$expected" "$found" >&2
    bad=1
}

message a >a
message bb | sed 's/$/\r/' >bb
parts 'a message with LF, one with CRLF' 'a 3,bb 4,' a bb
parts 'standard input' '- 3,' - <a

{ printf 'From a@b Mon Jan  1 00:00:00 2024\n'; message one
  printf 'From here on: text\n\nFrom is a word\n\n>From x\n'
  printf '\nFrom a@b Mon Jan  1 00:00:00 2024\n'; message three; printf '\n'; } >mbox
parts 'an mbox' 'mbox 54,mbox 7,' mbox
parts 'an mbox from a pipe' '- 54,- 7,' - <mbox
parts 'an empty file' '' /dev/null

mkdir -p m/cur m/new m/tmp m/.Sub/cur m/.Sub/new m/.Sub/tmp m/other
message a >m/cur/1:2,S
message bb >m/new/2
message c >m/tmp/3
message d >m/dovecot-index
message e >m/other/4
message ccc >m/.Sub/cur/5
parts 'a Maildir' 'm/.Sub/cur/5 5,m/cur/1:2,S 3,m/new/2 4,' m
mkdir -p m/Box/Deep/cur m/Box/Deep/new m/tmp/cur m/tmp/new
message aaa >m/Box/Deep/cur/6
message d >m/Box/7
message e >m/tmp/cur/8
parts 'Maildirs inside a Maildir' 'm/.Sub/cur/5 5,m/Box/Deep/cur/6 5,m/cur/1:2,S 3,m/new/2 4,' m
rm -r m/Box

dbox() { # what stands behind the message; the message on standard input
    cat >body
    printf '2 M1e C6b099b58\n\001\002N          %016X\n' "$(wc -c <body)"
    cat body
    printf '\n\001\003\nR6b099b58\nGea65ba12589b096b\n%s\n' "$1"
}
box=s/sdbox/mailboxes/INBOX/dbox-Mails
mkdir -p $box s/mdbox/storage z/cur z/new
message a | dbox '' >$box/u.1
message bb | dbox 'X108 27018 B76 8d/26/8d26cfe3' >$box/u.2
{ message ccc | head -n 2; head -c 70000 /dev/zero | tr '\0' 'x'; } | dbox '' >$box/u.3
message a | dbox '' | head -c 90 >$box/u.4
printf '\037\213\010\000' | dbox '' >$box/u.5
message a | dbox '' >s/mdbox/storage/m.1
printf '\001\002' >$box/dovecot.index.log
parts 'sdbox' "$box/u.1 3,$box/u.3 70002," s
grep -q "^attachmeter: $box/u.4: its message is cut off" err ||
    { echo 'a dbox that is cut off is not named' >&2; bad=1; }
rm $box/u.4
message a | gzip >z/cur/1
printf 'CRYPTED\003\007xxx' >z/cur/2
message a >z/cur/3
parts 'a compressed file is no message' 'z/cur/3 3,' z
grep -qx 'attachmeter: z/cur/1: compressed, not measured' err ||
    { echo 'a compressed file is not named' >&2; bad=1; }
: >conf
"$scan" scan -c conf s z >out 2>err || { echo 'what is not measured is a failure' >&2; bad=1; }
for line in 'compressed: 2' 'encrypted: 1' 'mdbox: 1' 'attachments outside: 1'; do
    grep -q "^attachmeter: not measured: .*$line$" err || { echo "not told: $line" >&2; cat err >&2; bad=1; }
done

mkdir -p d/sub/deep d/.hidden
message a >d/1.eml
message bb >d/sub/deep/2
message ccc >d/.hidden/3
message dddd >d/.4
printf '{"a": 1}\n' >d/1.json
printf '# Read me\n' >d/README
cp mbox d/mbox
ln -s .. d/sub/loop
ln -s nowhere d/gone
ln -s ../a d/link
parts 'a directory' 'd/1.eml 3,d/link 3,d/mbox 54,d/mbox 7,d/sub/deep/2 4,' d
parts 'a path with a slash behind' 'd/sub/deep/2 4,' d/sub/

parts 'a path that is missing, and the rest' 'a 3,' gone a
"$scan" scan --parts gone a >out 2>err && { echo 'a missing path is no success' >&2; bad=1; }
grep -q '^attachmeter: gone: ' err || { echo 'a missing path is not named' >&2; bad=1; }
"$scan" scan --parts a >out 2>err || { echo 'a good path is a success' >&2; bad=1; }
"$scan" scan --parts >out 2>err
[ $? -eq 2 ] || { echo 'no path is no usage error' >&2; bad=1; }

"$scan" scan --parts a >expected
"$scan" scan --parts -o written a >out || { echo '--parts -o fails' >&2; bad=1; }
[ ! -s out ] && cmp -s written expected ||
    { echo '--parts -o writes elsewhere, or something else' >&2; bad=1; }
"$scan" scan --parts -o /dev/full a 2>/dev/null && { echo 'a full disk is no failure' >&2; bad=1; }
{ printf 'Content-Type: multipart/mixed; boundary=x\n'
  for name in one three; do printf '\n--x\n'; message $name; done; printf '\n--x--\n'; } >many
parts 'two attachments' 'many 5,many 7,' many
echo 'limit_parts = 1' >conf
parts 'parts beyond the limit of the settings are one' 'many 5,many 67,' -c conf many
"$scan" scan --parts -c nowhere a >out 2>err && { echo 'settings that are not there' >&2; bad=1; }
for option in '--format json' '--csv-excel-fr' '--poster' '--by type' --explain '--country FRA' \
    '--set storage.pue=1.2' '--direction inbound' '--store cyrus' '--to a@example.org'; do
    for what in --parts --held; do
        case "$what $option" in '--held --format json' | '--held --csv-excel-fr') continue ;; esac
        "$scan" scan $what $option m >out 2>err
        [ $? -eq 2 ] && [ ! -s out ] || { echo "$what $option is no usage error" >&2; bad=1; }
    done
done
"$scan" scan --parts --class inline m >out 2>err
[ $? -eq 2 ] || { echo '--parts --class is no usage error' >&2; bad=1; }

printf 'Content-Type: text/plain; name=x\n\n%%PDF-1.7\n' >claim
"$scan" scan --parts claim >out
grep -q '"type":"text/plain","class":"attachment","family":"pdf",.*"flaws":\["type_mismatch"\]' out ||
    { echo 'a PDF that says it is text:' >&2; cat out >&2; bad=1; }
"$scan" scan --format json claim >out
grep -q '"type_mismatch": 1' out && grep -q '"b64_junk": 0' out ||
    { echo 'its flaw in the report:' >&2; cat out >&2; bad=1; }
"$scan" scan claim | grep -qx 'odd mail: 1 type_mismatch' ||
    { echo 'its flaw in the table' >&2; bad=1; }

file=$(printf 'n\351\303\251"\n\033')
cp a "$file"
"$scan" scan --parts "$file" >out
[ "$(cut -d, -f1 out)" = '{"file":"n\uFFFD\u00E9\"\n\u001B"' ] ||
    { echo 'a file name that is not UTF-8:' >&2; cat out >&2; bad=1; }
mkdir two
{ printf 'Message-ID: <1@a>\nContent-Type: application/pdf\n'
  printf 'Content-Transfer-Encoding: base64\n\nJVBERi0xLjQgdGhlIHNhbWUgZmlsZQ==\n'; } >two/plain
{ printf 'Message-ID: <2@a>\nContent-Type: application/ms-tnef\n'
  printf 'Content-Transfer-Encoding: base64\n\n'
  printf 'eJ8+IgEAAQaQCAAEAAAAAAABAAEAAgKQBgAOAAAAAQD/////AAAAAAAAAAD9AwIQgAEABgAAAGEu\n'
  printf 'cGRmAMkBAg+ABgAWAAAAJVBERi0xLjQgdGhlIHNhbWUgZmlsZaYG\n'; } >two/tnef
parts 'TNEF is one part' 'two/plain 22,two/tnef 96,' two
"$scan" scan --parts --tnef two/tnef | sed 1d | cut -d, -f2- >out
"$scan" scan --parts two/plain | sed 's/.*\("sha256":"[0-9a-f]*"\).*/"path":"1\/1","family":"pdf","size_bytes":22,\1}/' >expected
cmp -s out expected || { echo 'the file inside TNEF:' >&2; cat out expected >&2; bad=1; }
"$scan" scan --tnef two >out 2>err
[ $? -eq 2 ] || { echo '--tnef without --parts is no usage error' >&2; bad=1; }
: >conf
"$scan" scan -c conf --format json two | tr -d ' \n' >out
for figure in '"size_bytes":118' '"unique_size_bytes":96' '"across_bytes":22'; do
    grep -q "$figure" out || { echo "the same file plainly and in TNEF: no $figure" >&2; bad=1; }
done
exit $bad
