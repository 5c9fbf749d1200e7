"""What surrounds every git that is run: configuration and environment of ours, and no others.

The settings follow what earlier attacks on programs that call git have taught: no `ext::` transport
(CVE-2022-24439), no hooks, links or submodules, redirects refused, objects checked, nothing asked.
"""

import os
import shlex

from catalog.locations.addresses import Endpoint, in_url
from catalog.locations.policy import ReadPolicy

FIXED_OPTIONS = {
    "protocol.allow": "never",
    "core.hooksPath": "/dev/null",
    "core.fsmonitor": "false",
    "core.symlinks": "false",
    "core.quotePath": "false",
    "credential.helper": "",
    "fetch.negotiationAlgorithm": "skipping",
    "gc.auto": "0",
    "http.followRedirects": "false",
    "http.proxy": "",
    "i18n.logOutputEncoding": "UTF-8",
    "init.defaultBranch": "main",
    "log.showRoot": "true",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
    "transfer.fsckObjects": "true",
    # Slips of old tools, common in real histories and harmless to those who only read.
    "fetch.fsck.badTimezone": "ignore",
    "fetch.fsck.missingSpaceBeforeDate": "ignore",
    "fetch.fsck.missingSpaceBeforeEmail": "ignore",
    "fetch.fsck.zeroPaddedFilemode": "ignore",
    "fetch.fsck.missingNameBeforeEmail": "ignore",
}
FIXED_ENV = {
    "GIT_ASKPASS": "false",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "SSH_ASKPASS": "false",
}
PASSED_ENV = ("PATH", "TMPDIR", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO")
# A repository on this machine gives parts of itself only if it is told that it may.
LOCAL_TRANSPORT = (
    "--upload-pack=git -c uploadpack.allowFilter=true -c uploadpack.allowAnySHA1InWant=true"
    " upload-pack",
)


def environment(protocol: str) -> dict[str, str]:
    """The whole environment of a git that may speak one protocol only (`none`: nothing)."""
    passed = {name: os.environ[name] for name in PASSED_ENV if name in os.environ}
    return {**passed, **FIXED_ENV, "GIT_ALLOW_PROTOCOL": protocol}


def http_options(place: Endpoint, policy: ReadPolicy) -> dict[str, str]:
    """The address that was judged (needs git 2.37), and the credentials of the settings."""
    options = {}
    if ":" not in place.host:  # an IPv6 address is nothing to resolve, nor could curl be told so
        addresses = ",".join(map(in_url, place.addresses))
        options["http.curloptResolve"] = f"{place.host}:{place.port}:{addresses}"
    if policy.git_credentials:
        file = shlex.quote(str(policy.git_credentials))
        options["credential.helper"] = f"store --file={file}"
    return options


def ssh_command(place: Endpoint, policy: ReadPolicy) -> str:
    """ssh that asks nothing and connects to the address that was judged."""
    key = place.host if place.port == 22 else f"[{place.host}]:{place.port}"
    options = {
        "BatchMode": "yes",
        "ConnectTimeout": str(max(1, round(policy.connect_seconds))),
        "ForwardAgent": "no",
        "HostKeyAlias": key,
        "HostName": place.addresses[0],
        "PermitLocalCommand": "no",
        "StrictHostKeyChecking": "yes",
    }
    return " ".join(["ssh", *(shlex.quote(f"-o{name}={value}") for name, value in options.items())])
