"""What the schema of Jenkins' xUnit plugin demands of the parts of a JUnit report that regswap writes.

https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

_ATTRIBUTES = {
    "testsuites": (set(), {"name", "tests", "failures", "errors"}),
    "testsuite": ({"name", "tests", "failures", "errors"}, {"skipped"}),
    "testcase": ({"name", "classname"}, {"file", "line"}),
    "failure": (set(), {"type", "message"}),
    "skipped": (set(), {"message"}),
    "system-out": (set(), set()),
}
_CHILDREN = {"testsuites": ["testsuite"], "testsuite": ["testcase"], "testcase": ["failure", "skipped", "system-out"]}


def read_report(data: bytes) -> ET.Element:
    """Return the root of a report that is valid."""
    root = ET.fromstring(data)  # noqa: S314 - the tests' own
    assert root.tag == "testsuites"
    for element in root.iter():
        required, optional = _ATTRIBUTES[element.tag]
        assert required <= set(element.attrib) <= required | optional
        assert {child.tag for child in element} <= set(_CHILDREN.get(element.tag, ()))
    for counted in (root, *root.iter("testsuite")):
        assert int(counted.attrib["tests"]) == len(list(counted.iter("testcase")))
        assert int(counted.attrib["failures"]) == len(list(counted.iter("failure")))
    for suite in root.iter("testsuite"):
        assert int(suite.attrib["skipped"]) == len(list(suite.iter("skipped")))
        names = [(case.attrib["classname"], case.attrib["name"]) for case in suite]
        assert len(names) == len(set(names))
        assert all(len(case.findall("failure")) <= 1 for case in suite)
    return root
