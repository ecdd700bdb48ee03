#!/usr/bin/env python3
"""corpus.py ATTACHMETER - is what scan --parts finds what other parsers found?

AM_CORPUS is a directory with messages and expected.jsonl, one object a message:
file, attachments [size, sha256, flags].  disagree.jsonl, if it is there, has
two answers (python, gmime) and which is right (recommended: py or gm, else none
is asked for).  A message agrees if the multisets of (size, sha256) are equal.
Messages marked soft may differ.  Without AM_CORPUS: exit 77, skipped.
"""
import collections, json, os, subprocess, sys


def key(parts, size):
    return collections.Counter((p[size], p['sha256']) for p in parts)


def lines(base, name):
    path = os.path.join(base, name)
    return map(json.loads, open(path)) if os.path.exists(path) else []


def agreed(base):
    """(file, its parts, may it differ) of the messages that others agree on"""
    for r in lines(base, 'expected.jsonl'):
        soft = r.get('soft') or any('soft' in a.get('flags', []) for a in r['attachments'])
        yield r['file'], r['attachments'], bool(soft)


def disputed(base):
    """The same of those they do not; None: nothing is asked for."""
    for r in lines(base, 'disagree.jsonl'):
        answer = {'py': 'python', 'gm': 'gmime'}.get(r['recommended'])
        yield r['file'], r[answer] if answer else None, False


def measure(program, paths):
    found = collections.defaultdict(list)
    for i in range(0, len(paths), 200):
        run = subprocess.run([program, 'scan', '--parts'] + paths[i:i + 200], stdout=subprocess.PIPE, check=True)
        for line in run.stdout.splitlines():
            part = json.loads(line)
            if part['sha256']:  # null: a limit kept it shut
                found[part['file']].append(part)
    return found


def compare(what, cases, base, program):
    """Print how many agree; return how many must and do not."""
    cases = list(cases)
    found = measure(program, [os.path.join(base, file) for file, _, _ in cases])
    equal = bad = wanted = got = extra = free = 0
    for file, parts, soft in cases:
        if parts is None:
            free += 1
            continue
        want, have = key(parts, 'size'), key(found[os.path.join(base, file)], 'size_bytes')
        wanted += sum(want.values())
        got += sum((want & have).values())
        extra += sum((have - want).values())
        equal += want == have
        if want != have:
            bad += not soft
            print('%s%s: expected %s, found %s' % (file, ' (soft)' if soft else '', dict(want), dict(have)))
    print('%s: %d of %d messages equal, %d of %d attachments found, %d extra%s' % (
        what, equal, len(cases) - free, got, wanted, extra, ', %d not asked for' % free if free else ''))
    return bad


def main():
    base = os.environ.get('AM_CORPUS')
    if not base:
        print('AM_CORPUS is not set: skipped')
        return 77
    bad = compare('agreed on', agreed(base), base, sys.argv[1])
    bad += compare('disputed, as recommended', disputed(base), base, sys.argv[1])
    return 1 if bad else 0


sys.exit(main())
