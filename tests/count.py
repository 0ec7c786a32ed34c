"""Counts the test cases in the logs of the given build trees; prints 'N passed, N failed, N skipped'."""

import json
import sys
import xml.etree.ElementTree as ElementTree

passed = failed = skipped = 0
for tree in sys.argv[1:]:
    try:
        log = ElementTree.parse(f"{tree}/meson-logs/testlog.junit.xml")
        with open(f"{tree}/meson-logs/testlog.json", encoding="utf-8") as lines:
            programs = [json.loads(line) for line in lines]
    except (OSError, ElementTree.ParseError, json.JSONDecodeError) as problem:
        print(f"{tree}: no test log: {problem}")
        failed += 1
        continue
    suites_with_failures = set()
    for suite in log.iter("testsuite"):
        for case in suite.iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                suites_with_failures.add(suite.get("name"))
                print(f"failed: {suite.get('name')} {case.get('name')} ({tree})")
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    # A program that died or hung has reported no case for it.
    for program in programs:
        if program["result"] in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT") and not any(
            suite.endswith(program["name"]) for suite in suites_with_failures
        ):
            failed += 1
            print(f"failed: {program['name']} ended with {program['result']} ({tree})")
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(failed > 0)
