"""fleet_expect - what the fleet's tests find wrong, told as they find it."""
import sys

failures = []


def expect(what, found, wanted):
    if found != wanted:
        failures.append(what)
        print(f"{what}: {str(found)[:300]}, not {str(wanted)[:300]}", file=sys.stderr)
