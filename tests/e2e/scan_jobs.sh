#!/bin/sh
# scan_jobs.sh ATTACHMETER WRITE_MAIL : what a scan prints does not depend on
# how many jobs measure.
set -u
scan=$1 write_mail=$2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM HUP
cd "$dir" || exit 2
bad=0
: >conf

# A store: a directory of files, an mbox of more records than a job may have
# waiting, a Maildir of copies, messages that name no recipient and no id.
mkdir -p store/dir store/anne/Maildir/cur store/anne/Maildir/new
"$write_mail" store/dir 60 7 || exit 2
for file in store/dir/*.eml; do
    printf 'From a@b Mon Jan  1 00:00:00 2024\n'
    cat "$file"
    printf '\n\nFrom a@b Mon Jan  1 00:00:01 2024\n'
    printf 'Subject: x\nContent-Type: text/plain; name=a\n\nx\n\n'
done >store/mbox
cp store/dir/000[0-4]*.eml store/anne/Maildir/cur
for i in $(seq 100); do
    printf 'Message-ID: <same>\nContent-Type: application/pdf\n\nx\n' >store/anne/Maildir/new/$i
done

# same OPTIONS JOBS... : what each prints is what one job prints.
same() {
    options=$1
    shift
    for jobs in 1 "$@"; do
        # shellcheck disable=SC2086
        "$scan" scan -c conf --jobs $jobs $options store 2>err |
            grep -v '"generated"' >out-$jobs
        [ ! -s err ] || { echo "$jobs jobs, $options: says something" >&2; head -5 err >&2; bad=1; }
        [ -s out-$jobs ] && cmp out-1 out-$jobs ||
            { echo "$jobs jobs, $options: another report than one job" >&2; bad=1; }
    done
}
same '--format json' 2 3 4 5 6 7 8
same '--format table' 4
same '--format csv' 8
same '--held' 2 8
"$scan" scan -c conf --jobs 3 --format json store/anne/Maildir/new | tr -d ' \n' >out
grep -q '"messages":1,' out && grep -q '"local":100,' out ||
    { echo 'a message that names nobody is for one, each time:' >&2; head -c 2000 out >&2; bad=1; }
for jobs in 0 257 x -1 2x; do
    "$scan" scan -c conf --jobs $jobs store >out 2>err
    [ $? -eq 2 ] || { echo "--jobs $jobs is no usage error" >&2; bad=1; }
done
exit $bad
