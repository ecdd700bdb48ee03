#!/bin/sh
# setup.sh BINDIR DATA : `attachmeter setup`, over the files of a Sendmail in
# DATA and beside a real Postfix: what it says of domains, lists and filters;
# that nothing changes unasked; that what --apply did is undone to the byte; and
# that mail passes before, meanwhile and afterwards.
# The Postfix part is left out, by name, where Postfix cannot run.
here=$(cd "$(dirname "$0")" && pwd)
bin=$1
data=$2
command=$bin/lib/cli/attachmeter
feed=$bin/tests/e2e/e2e_feed
user=64123
. "$here/postfix-instance.sh"
. "$here/stage.sh"
. "$here/asking.sh"

dir=$(mktemp -d /tmp/am-setup.XXXXXX) || exit 1
chmod 755 "$dir"
out=$dir/out err=$dir/err failures=0 daemon_pid=
leave() {
    stage_kill
    postfix_stop
    rm -rf "$dir"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

# ---- usage ----

expect "no MTA" 2 setup
silent "$out"
expect "an MTA that is none" 2 setup exim
expect "two MTAs" 2 setup postfix sendmail
expect "apply and undo" 2 setup postfix --apply --undo
expect "apply for Sendmail" 2 setup sendmail --apply
expect "a format that is none" 2 setup postfix --format csv

# ---- Sendmail, by its files ----

for file in sendmail.cf sendmail.mc aliases local-host-names; do
    sed "s|@DIR@|$dir|" "$data/$file" >"$dir/$file"
done
printf 'socket = unix:/run/attachmeter/attachmeter.sock\n' >"$dir/conf"
sendmail="setup sendmail --config $dir/conf --sendmail-cf $dir/sendmail.cf"
expect "sendmail" 0 $sendmail --sendmail-mc "$dir/sendmail.mc"
silent "$err"
says "$out" 'INPUT_MAIL_FILTER(`attachmeter'"', "'`S=local:/run/attachmeter/attachmeter.sock, T=C:2s;S:5s;R:5s;E:20s'"')dnl"
says "$out" 'install -d -o attachmeter -m 0750 /run/attachmeter'
awk '!/^    / && length > 80 { exit 1 }' "$out" || wrong "is wider than 80 columns"
expect "sendmail, JSON" 0 $sendmail --sendmail-mc "$dir/sendmail.mc" \
    --format json
json 'd["schema"] == "attachmeter.setup/1" and d["mta"] == "sendmail"'
json 'd["local_domains"] == ["example.net", "example.org", "localhost", "relay.example.org", "virtual.example.org"]'
json '[l for l in d["list_sizes"] if l["address"] == "staff@example.org"][0]["members"] == 3'
json 'not any("@localhost" in l["address"] for l in d["list_sizes"])'
json 'sorted((f["finding"], f["subject"]) for f in d["findings"]) == [("order", "opendkim"), ("unreadable", "/nowhere/names")]'
sed -i 's/^Xopendkim.*/&\nXattachmeter, S=local:\/run\/attachmeter\/attachmeter.sock, T=C:2s/' \
    "$dir/sendmail.cf"
expect "sendmail, there already" 0 $sendmail --format json
json 'd["filter_line"] is None'
expect "sendmail that is not there" 1 setup sendmail --config "$dir/conf" \
    --sendmail-cf "$dir/nowhere.cf"
one_line "$err"

# ---- Postfix ----

reason=$(postfix_can) || {
    echo "setup postfix: skipped: $reason"
    [ $failures -eq 0 ] && echo passed
    exit $failures
}
postfix_make "$dir" $user || exit 1
etc=$dir/etc
sed -i '/^smtpd_milters/d' "$etc/main.cf"
cp "$etc/main.cf" "$dir/plain.cf"
cp "$etc/master.cf" "$dir/plain-master.cf"
stage_settings "$dir" $user "$POSTFIX_SOCKET"
setup="setup postfix --config $dir/conf --instance $etc"

# main TEXT : main.cf as made, and TEXT; master TEXT the same.
main() { { cat "$dir/plain.cf"; printf '%s\n' "$1"; } >"$etc/main.cf"; }
master() { { cat "$dir/plain-master.cf"; printf '%s\n' "$1"; } >"$etc/master.cf"; }
value() { postconf -c "$etc" -hx "$1"; }

ours='{ unix:attachmeter/attachmeter.sock, connect_timeout=1s, command_timeout=5s, content_timeout=20s, default_action=accept }'
expect "a plan" 0 $setup
silent "$err"
cmp -s "$dir/plain.cf" "$etc/main.cf" || wrong "changes main.cf"
[ "$(ls "$etc" | wc -l)" -eq 3 ] || wrong "leaves something in $etc"
says "$out" "install -d -o attachmeter -g postfix -m 2750 $dir/spool/attachmeter"
says "$out" 'local_domains = {example.net, example.org}'
expect "a plan that is pasted" 0 $setup
grep "^    postconf .* -e" "$out" >"$dir/add"
grep "^    postconf .* -X" "$out" >"$dir/remove"
sh "$dir/add"
[ "$(value smtpd_milters)" = "$ours" ] || wrong "does not add the milter"
[ "$(value non_smtpd_milters)" = "$ours" ] || wrong "does not add it for local mail"
expect "there already" 0 $setup --format json
json 'd["instances"][0]["edits"] == []'
sh "$dir/remove"
cmp -s "$dir/plain.cf" "$etc/main.cf" || wrong "is not undone by the lines"

main '# others
smtpd_milters = inet:localhost:11332,
    # why
    { unix:opendkim/sock,
      default_action=accept }
non_smtpd_milters = $smtpd_milters

mynetworks_style = host'
cp "$etc/main.cf" "$dir/before"
chmod 640 "$etc/main.cf"
expect "a plan beside others" 0 $setup --format json
json '[e["name"] for e in d["instances"][0]["edits"]] == ["smtpd_milters"]'
json 'd["instances"][0]["edits"][0]["new"].startswith("inet:localhost:11332, { unix:opendkim/sock, ")'
json 'd["instances"][0]["edits"][0]["new"].endswith(", '"$ours"'")'
cp "$out" "$dir/setup.json"
expect "apply beside others" 0 $setup --apply
says "$out" "postfix -c $etc reload"
[ "$(value smtpd_milters)" = "inet:localhost:11332, { unix:opendkim/sock, default_action=accept }, $ours" ] ||
    wrong "does not add the milter at the end"
expect "apply again" 0 $setup --apply
says "$out" 'already'
expect "undo" 0 setup postfix --instance "$etc" --undo
cmp -s "$dir/before" "$etc/main.cf" || wrong "main.cf is not what it was"
[ "$(stat -c %a "$etc/main.cf")" = 640 ] || wrong "the mode is not what it was"
[ "$(ls "$etc" | wc -l)" -eq 3 ] || wrong "leaves something in $etc"
expect "undo again" 1 setup postfix --instance "$etc" --undo
one_line "$err"

expect "apply, then somebody changes main.cf" 0 $setup --apply
postconf -c "$etc" -e 'mailbox_size_limit = 7'
expect "undo after another change" 0 setup postfix --instance "$etc" --undo
says "$out" 'changed since'
[ "$(value mailbox_size_limit)" = 7 ] || wrong "takes the change back"
[ "$(value smtpd_milters)" = "inet:localhost:11332, { unix:opendkim/sock, default_action=accept }" ] ||
    wrong "leaves our milter"
expect "apply, then somebody adds a milter" 0 $setup --apply
postconf -c "$etc" -e "smtpd_milters = $(value smtpd_milters), unix:late"
expect "undo after another milter" 0 setup postfix --instance "$etc" --undo
[ "$(value smtpd_milters)" = "inet:localhost:11332, { unix:opendkim/sock, default_action=accept }, unix:late" ] ||
    wrong "does not take out our milter alone"

main 'smtpd_milters = unix:/run/attachmeter/old.sock unix:x'
expect "an older entry of ours" 0 $setup --format json
json 'd["instances"][0]["edits"][0]["new"] == "unix:x, '"$ours"'"'
cp "$etc/main.cf" "$dir/before"
mv "$etc/main.cf" "$etc/real.cf"
ln -s real.cf "$etc/main.cf"
expect "main.cf is a link" 1 $setup --apply
cmp -s "$dir/before" "$etc/real.cf" || wrong "changes what it leads to"
rm "$etc/main.cf" "$etc/real.cf"
main ''
expect "apply without a right to" 0 $setup
name="apply as somebody else"
LD_LIBRARY_PATH=$dir/bin setpriv --reuid=$user --regid=$user --clear-groups \
    env "$command" $setup --apply >"$out" 2>"$err" && wrong "exit 0"
[ "$(ls "$etc" | wc -l)" -eq 3 ] || wrong "leaves something in $etc"

# ---- domains and lists ----

printf 'a.example.org x\nuser@b.example.org y\nb.example.org z\n' >"$dir/virtual"
printf '# more\nfile.example.org, .sub.example.org\n' >"$dir/names"
printf 'all: ann, bob, cid\nteam: ann, bob\nroot: ann\n' >"$dir/aliases"
postmap "hash:$dir/virtual"
printf '/^re\\.example\\.org$/ yes\n' >"$dir/regexp"
printf 'list@b.example.org p1@example.org, p2@example.org\n' >"$dir/valias"
main "mydestination = \$myhostname, localhost.\$mydomain, localhost, $dir/names
virtual_mailbox_domains = inline:{ { In.example.org = x } }, regexp:$dir/regexp
virtual_alias_domains = hash:$dir/virtual
relay_domains = !no.example.org, relayed.example.org, [192.0.2.1]
alias_maps = hash:$dir/aliases
virtual_alias_maps = hash:$dir/valias"
expect "domains of all kinds" 0 $setup --format json \
    --domain re.example.org --domain other.example.org
json 'd["local_domains"] == ["a.example.org", "b.example.org", "file.example.org", "in.example.org", "localhost", "localhost.example.org", "re.example.org", "relay.example.org", "relayed.example.org"]'
json 'sorted(f["finding"] for f in d["findings"]) == ["relayed", "subdomains", "table"]'
json '{l["address"]: l["members"] for l in d["list_sizes"]} == {"all@relay.example.org": 3, "team@relay.example.org": 2, "all@file.example.org": 3, "team@file.example.org": 2, "list@b.example.org": 2}'
expect "the lists as the daemon reads them" 0 $setup
sed -n 's/^    \(.*@.* [0-9]*\)$/\1/p' "$out" >"$dir/lists"
[ "$(wc -l <"$dir/lists")" -eq 5 ] || wrong "other than five lists"
{
    cat "$dir/conf"
    sed -n 's/^    \(local_domains = .*\)/\1/p' "$out"
    echo "list_sizes = \"@$dir/lists\""
} >"$dir/drafted"
expect "the draft is right" 0 config --check "$dir/drafted"
main 'mydestination =
relay_domains ='
expect "no domains" 0 $setup --format json
json '"no_domains" in [f["finding"] for f in d["findings"]]'

# ---- content filters ----

main 'content_filter = scan:[127.0.0.1]:10024'
master '127.0.0.1:10025 inet n - n - - smtpd
  -o content_filter= -o receive_override_options=no_address_mappings
scan unix - - n - 2 smtp'
expect "a filter whose mail comes back" 0 $setup --format json
json '[(f["finding"], f["subject"]) for f in d["findings"]] == [("filter_twice", "127.0.0.1:10025/inet")]'
python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["findings"][0]["fix"])' \
    "$out" >"$dir/fix"
sh "$dir/fix" || wrong "what mends it fails"
expect "a filter, mended" 0 $setup --format json
json 'd["findings"] == []'
postconf -c "$etc" -P | grep -q 'no_address_mappings,no_milters' ||
    wrong "other options are lost"
main ''
master "127.0.0.2:$POSTFIX_PORT inet n - n - - smtpd -o content_filter=pipe:dummy
pipe unix - n n - 2 pipe flags=Rq user=nobody argv=/bin/true
127.0.0.1:10587 inet n - n - - smtpd -o { smtpd_milters = unix:x }
127.0.0.1:10588 inet n - n - - smtpd -o smtpd_proxy_filter=127.0.0.1:10024"
expect "other filters" 0 $setup --format json
json '{f["finding"] for f in d["findings"]} == {"filter_twice", "pipe_filter", "proxy_filter"}'
json '[e["name"] for e in d["instances"][0]["edits"]] == ["smtpd_milters"]'
master "192.0.2.1:587 inet n - n - - smtpd -o { smtpd_milters = unix:x }"
expect "a list of its own" 0 $setup --format json
json '[(f["finding"], f["subject"]) for f in d["findings"]] == [("override", "192.0.2.1:587/inet")]'
cp "$dir/plain-master.cf" "$etc/master.cf"

# ---- several instances ----

mkdir -p "$dir/second/etc" "$dir/second/spool" "$dir/second/data"
chown postfix: "$dir/second/data"
sed "s|$dir/spool|$dir/second/spool|; s|$dir/data|$dir/second/data|" \
    "$dir/plain.cf" >"$dir/second/etc/main.cf"
echo 'multi_instance_enable = yes' >>"$dir/second/etc/main.cf"
cp "$etc/master.cf" "$dir/second/etc/"
main "multi_instance_enable = yes
multi_instance_directories = $dir/second/etc"
# postmulti knows no other instance than the one in /etc/postfix as the first:
# in a namespace of its own ours is there.
plain_command=$command
command=$dir/as-etc-postfix
cat >"$command" <<END
#!/bin/sh
exec unshare -m sh -c 'mount --bind "$etc" /etc/postfix && exec "\$@"' x \\
    "$plain_command" "\$@"
END
chmod 755 "$command"
several="setup postfix --config $dir/conf"
if ! unshare -m true 2>/dev/null; then
    echo "two instances: skipped: unshare is not allowed"
else
expect "two instances" 0 $several --format json
json '[i["directory"] for i in d["instances"]] == ["/etc/postfix", "'"$dir/second/etc"'"]'
json '"unix:attachmeter/attachmeter.sock" in d["instances"][0]["edits"][0]["new"]'
json '"unix:'"$POSTFIX_SOCKET"'" in d["instances"][1]["edits"][0]["new"]'
json 'sum(f["finding"] == "chroot" for f in d["findings"]) == 2'
json '"instances" in [f["finding"] for f in d["findings"]]'
cp "$etc/main.cf" "$dir/before"
cp "$dir/second/etc/main.cf" "$dir/before-second"
expect "two instances, applied" 0 $several --apply
for instance in "$etc" "$dir/second/etc"; do
    postconf -c "$instance" -h smtpd_milters | grep -q attachmeter ||
        wrong "does not change $instance"
done
expect "two instances, undone" 0 setup postfix --undo
cmp -s "$dir/before" "$etc/main.cf" &&
    cmp -s "$dir/before-second" "$dir/second/etc/main.cf" ||
    wrong "main.cf is not what it was"
fi
command=$plain_command

# ---- mail ----

name="mail"
main '# others
smtpd_milters = { unix:gone/sock,
    default_action=accept }'
cp "$etc/main.cf" "$dir/before"
printf 'Subject: one\n\nOne line.\n' >"$dir/one.eml"
stage_daemon "$bin" "$dir" || exit 1
stage_start "$dir" "$dir/conf" $user || wrong "no daemon"
messages() {
    sleep 0.5
    "$command" status --config "$dir/conf" --json 2>/dev/null |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["today"]["measured"])'
}
postfix_start || wrong "Postfix does not start"
$feed $POSTFIX_PORT 25 "$dir/one.eml" || wrong "does not pass before"
[ "$(messages)" = 0 ] || wrong "is measured before"
expect "mail, applied" 0 $setup --apply
postfix -c "$etc" reload 2>/dev/null
sleep 1
$feed $POSTFIX_PORT 25 "$dir/one.eml" || wrong "does not pass"
[ "$(messages)" = 1 ] || wrong "is not measured"
expect "mail, undone" 0 setup postfix --instance "$etc" --undo
cmp -s "$dir/before" "$etc/main.cf" || wrong "main.cf is not what it was"
postfix -c "$etc" reload 2>/dev/null
sleep 1
$feed $POSTFIX_PORT 25 "$dir/one.eml" || wrong "does not pass afterwards"
[ "$(messages)" = 1 ] || wrong "is measured afterwards"
stage_stop || wrong "attachmeterd ended with $?"

[ $failures -eq 0 ] && echo passed
exit $failures
