"""What can be wrong with a location: one table of codes, one exception."""

from catalog.errors import MLHomeError
from descriptors.problems import Problem

# code (without `location/`) -> what it means; README.md has the same table.
CODES = {
    "bad-pattern": "a path pattern is malformed",
    "bad-ref": "a Git ref is malformed or dangerous",
    "bad-response": "the server's answer is not valid HTTP, or in an encoding nobody asked for",
    "bad-target": "the target is no path, Git remote or http(s) URL",
    "empty": "the Git repository has no commit yet",
    "forbidden": "the server wants credentials, or refuses those it was given",
    "git-failed": "git gave up for a reason it states",
    "git-missing": "no git command is installed",
    "http-status": "the server answered with an error",
    "lfs-pointer": "the file's content is kept in Git LFS, which is not read",
    "local-not-allowed": "paths of this machine may not be read here",
    "name-not-utf8": "a file's name is not UTF-8 text",
    "not-allowed": "the address is not public, or not among the allowed ones",
    "not-found": "there is nothing of that name",
    "outside": "a relative target leads out of its location",
    "ref-not-found": "the Git repository has no such branch, tag or commit",
    "secret-in-target": "a user name or password is written into the target",
    "symlink": "the file is a symbolic link, which is not followed",
    "time-out": "there was no complete answer in time",
    "too-large": "the file or repository is larger than allowed",
    "too-many-files": "there are more files than allowed",
    "too-many-redirects": "the server redirects again and again",
    "tls": "the server's certificate is not valid for its name",
    "unreachable": "no connection to the server",
    "unreadable": "the operating system refuses to read it",
    "web-page": "the address leads to a web page, not to a YAML file",
}
# What to do where the place that found the problem knows nothing better.
HINTS = {
    "bad-pattern": "write it from the root of the location, like `ml/**/mlhome.yaml`",
    "bad-target": "give a path, a Git address or an https URL",
    "not-found": "check the spelling, and whether it was moved or deleted",
    "outside": "name a file of the same location",
    "time-out": "it is tried again later",
    "unreadable": "it must be a plain file or folder that ML Home may read",
}


def problem(
    code: str, message: str, hint: str = "", *, file: str = "", warning: bool = False
) -> Problem:
    """A problem with the code `location/<code>`, which must be one of `CODES`."""
    if code not in CODES:
        raise KeyError(code)
    severity, hint = "warning" if warning else "error", hint or HINTS.get(code, "")
    return Problem(f"location/{code}", message, hint, file=file, severity=severity)


class LocationUnreadable(MLHomeError):
    """A location as a whole can't be read now; what it gave before stays as it is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem

    def __reduce__(self) -> tuple[type["LocationUnreadable"], tuple[Problem]]:
        """Keep the problem when the exception crosses from one process to another."""
        return LocationUnreadable, (self.problem,)


def unreadable(code: str, message: str, hint: str = "", *, file: str = "") -> LocationUnreadable:
    """The exception for a location that can't be read, to be raised."""
    return LocationUnreadable(problem(code, message, hint, file=file))
