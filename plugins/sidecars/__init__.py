"""Sidecars: small YAML files beside the results of a tool, which say whose results they are.

What evaluation tools write seldom names a model that a catalog knows. A sidecar does:

    # ranker.tfma.yaml
    model: ranker@2024-06
    dataset: clicks-test
    split: test
    files: eval/2024-06

It is named like the format it speaks of: `tfma.yaml`, or anything before it, `ranker.tfma.yaml`.
With `evaluations: […]` it speaks of several; what stands above holds for each of them.
"""

from plugins.sidecars.evaluated import Evaluated as Evaluated
from plugins.sidecars.evaluated import subject_of as subject_of
from plugins.sidecars.reading import read_sidecar as read_sidecar
from plugins.sidecars.reading import sidecar_patterns as sidecar_patterns
from plugins.sidecars.told import newest as newest
from plugins.sidecars.told import reading_of as reading_of
