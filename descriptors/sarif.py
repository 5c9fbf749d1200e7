"""Problems as SARIF 2.1.0, which code-scanning pages show (OASIS standard, section 3)."""

import json
from collections.abc import Iterable
from urllib.parse import quote

from descriptors.problems import Problem

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_sarif(problems: Iterable[Problem]) -> str:
    """One run with one rule a code. Files are relative URIs, as the paths were given."""
    problems = list(problems)
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "mlhome",
        "rules": [{"id": code, "name": _rule_name(code)} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes.index(problem.code)) for problem in problems],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _result(problem: Problem, rule: int) -> dict[str, object]:
    words = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(problem.file or "-")}}
    if problem.line:
        physical["region"] = {"startLine": problem.line, "startColumn": problem.column or 1}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": words},
        "locations": [{"physicalLocation": physical}],
    }


def _rule_name(code: str) -> str:
    """`schema/unknown-field` as SARIF likes to name a rule: `SchemaUnknownField`."""
    return code.replace("/", "-").title().replace("-", "")
