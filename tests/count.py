"""Counts the test cases in the JUnit logs of the given build trees; prints 'N passed, N failed, N skipped'."""

import sys
import xml.etree.ElementTree as ElementTree

passed = failed = skipped = 0
for tree in sys.argv[1:]:
    try:
        log = ElementTree.parse(f"{tree}/meson-logs/testlog.junit.xml")
    except (OSError, ElementTree.ParseError) as problem:
        print(f"{tree}: no test log: {problem}")
        failed += 1
        continue
    for suite in log.iter("testsuite"):
        cases = list(suite.iter("testcase"))
        # A program that died says so on its suite, beside the cases that it still reported.
        died = int(suite.get("errors", 0)) > 0 and not any(case.find("error") is not None for case in cases)
        failed += died
        for case in cases:
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"failed: {suite.get('name')} {case.get('name')} ({tree})")
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(failed > 0)
