"""The shortest descriptor of each kind, for pages that have nothing to show yet."""

_FIRST = """\
apiVersion: mlhome/v1
kind: {kind}
metadata:
  name: my-{name}
  description: What it is for, in one sentence.
spec:
"""
_SPECS = {
    "Project": "  owner: group:my-team\n  lifecycle: experimental\n",
    "Model": "  project: my-project\n  type: classification\n  lifecycle: experimental\n",
    "Dataset": "  project: my-project\n  type: training\n",
    "FeatureSet": "  project: my-project\n  entityKeys: [customer_id]\n"
    "  features:\n    - name: orders_30d\n",
    "Pipeline": "  project: my-project\n  type: training\n",
    "Deployment": "  model: my-model\n  environment: production\n",
    "Evaluation": "  subject: my-model\n  dataset: my-dataset\n",
    "Metric": "  direction: higher\n",
}


def first_descriptor(kind: str) -> str:
    """YAML to put into `mlhome.yaml`; "" for kinds that are not ours to explain."""
    spec = _SPECS.get(kind)
    return f"{_FIRST.format(kind=kind, name=kind.lower())}{spec}" if spec else ""
