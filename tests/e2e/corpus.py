#!/usr/bin/env python3
"""corpus.py ATTACHMETER - is what scan --parts finds what other parsers found?

AM_CORPUS is a directory with messages and expected.jsonl, one object a message:
file, attachments [size, sha256, flags].  disagree.jsonl, if it is there, has
two answers (python, gmime) and which is right (recommended: py or gm).  A
message agrees if the multisets of (size, sha256) are equal.  Messages marked
soft may differ.  Without AM_CORPUS: exit 77, skipped.
"""
import collections, json, os, subprocess, sys


def key(parts, size):
    return collections.Counter((p[size], p['sha256']) for p in parts)


def wanted(base):
    """(file, its parts, may it differ) of every message that has an answer"""
    for line in open(os.path.join(base, 'expected.jsonl')):
        r = json.loads(line)
        soft = r.get('soft') or any('soft' in a.get('flags', []) for a in r['attachments'])
        yield r['file'], r['attachments'], bool(soft)
    path = os.path.join(base, 'disagree.jsonl')
    for line in open(path) if os.path.exists(path) else []:
        r = json.loads(line)
        answer = {'py': 'python', 'gm': 'gmime'}.get(r['recommended'])
        yield r['file'], r[answer] if answer else None, False


def main():
    base = os.environ.get('AM_CORPUS')
    if not base:
        print('AM_CORPUS is not set: skipped')
        return 77
    cases = list(wanted(base))
    found = collections.defaultdict(list)
    paths = [os.path.join(base, file) for file, _, _ in cases]
    for i in range(0, len(paths), 200):
        run = subprocess.run([sys.argv[1], 'scan', '--parts'] + paths[i:i + 200], stdout=subprocess.PIPE, check=True)
        for line in run.stdout.splitlines():
            part = json.loads(line)
            if part['sha256']:  # null: a limit kept it shut
                found[part['file']].append(part)
    bad = soft_differ = 0
    for (file, parts, soft), path in zip(cases, paths):
        if parts is None or key(parts, 'size') == key(found[path], 'size_bytes'):
            continue
        if soft:
            soft_differ += 1
            continue
        bad += 1
        print('%s: expected %s, found %s' % (file, dict(key(parts, 'size')), dict(key(found[path], 'size_bytes'))))
    print('%d messages, %d differ, %d soft ones differ' % (len(cases), bad, soft_differ))
    return 1 if bad else 0


sys.exit(main())
