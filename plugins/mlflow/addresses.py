"""Where people see things in MLflow's own pages."""

from urllib.parse import quote


def experiment_page(server: str, experiment: str) -> str:
    return f"{server}/#/experiments/{quote(experiment, safe='')}"


def run_page(server: str, experiment: str, run: str) -> str:
    return f"{experiment_page(server, experiment)}/runs/{quote(run, safe='')}"


def logged_model_page(server: str, experiment: str, model: str) -> str:
    return f"{experiment_page(server, experiment)}/models/{quote(model, safe='')}"


def model_page(server: str, name: str) -> str:
    return f"{server}/#/models/{quote(name, safe='')}"


def version_page(server: str, name: str, number: str) -> str:
    return f"{model_page(server, name)}/versions/{quote(number, safe='')}"
