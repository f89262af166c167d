"""Another revision of this repository: which it is, and its program built beside ours."""

import fcntl
import shutil
import subprocess

from .build import release, target
from .process import NotMeasured


def commit(project, name):
    """The full id of the commit that a branch, a tag, an id or the like stands for."""
    git(project, "rev-parse", "--git-dir")
    try:
        return git(project, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    except NotMeasured as reason:
        raise NotMeasured(f"git knows no revision {name!r} in {project}") from reason


def described(project, name):
    """A commit in a line: the short id and the subject."""
    return git(project, "log", "-1", "--no-show-signature", "--format=%h (%s)", name)


def here(project):
    """What the working tree holds: its commit, and whether something is changed since."""
    changed = git(project, "status", "--porcelain")
    return described(project, "HEAD") + (", with changes that are not committed" if changed else "")


def built(project, wanted, to):
    """The program of a commit, built and copied to the file `to`.

    Each commit has a working tree of its own, which stays: cargo builds nothing when it is asked for again. All share
    one folder for what cargo builds, so that a dependency of several is built once.
    """
    folder = target(project) / "against"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tree = checked_out(project, wanted, folder / wanted[:12])
        return shutil.copy2(release(tree, folder / "build"), to)


def checked_out(project, wanted, tree):
    """The working tree of a commit under this folder, as git has it; another that stands there is replaced."""
    if not is_whole(tree, wanted):
        shutil.rmtree(tree, ignore_errors=True)
        git(project, "worktree", "add", "--quiet", "--force", "--detach", str(tree), wanted)
    return tree


def is_whole(tree, wanted):
    """Whether a folder is a working tree of its own, at this commit, with nothing changed."""
    try:
        top, at = git(tree, "rev-parse", "--show-toplevel", "HEAD").splitlines()
        return top == str(tree.resolve()) and at == wanted and not git(tree, "status", "--porcelain")
    except NotMeasured:
        return False


def git(folder, *arguments):
    """What git prints about the repository of a folder."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True)
    except OSError as error:
        raise NotMeasured(f"git: {error.strerror}; it tells and checks out revisions") from error
    if done.returncode != 0:
        raise NotMeasured(f"`git {arguments[0]}` failed: {(done.stderr.strip() or 'it said nothing').splitlines()[-1]}")
    return done.stdout.strip()
