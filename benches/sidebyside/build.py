"""What cargo builds for the measurements, and where it puts it."""

import os
import subprocess

from .process import NotMeasured

PROGRAM = "helpdesk-evt"
# What is shipped. Older revisions, which ship plain `release`, are told of it.
PROFILE = "dist"
OF_OLDER_REVISIONS = 'profile.dist.inherits="release"'


def release(project, folder):
    """Our program from the sources under `project`; what cargo builds goes into `folder`."""
    cargo(project, "--bin", PROGRAM, "--target-dir", str(folder))
    return folder / PROFILE / PROGRAM


def built(bench, program):
    """One of the programs of `benches/` that are built with ours."""
    cargo(bench.project, "--example", program, "--quiet")
    return target(bench.project) / PROFILE / "examples" / program


def cargo(project, kind, program, *options):
    """Builds a program as it is shipped, with the dependencies that are locked."""
    try:
        profile = ("--profile", PROFILE, "--config", OF_OLDER_REVISIONS)
        argv = ("cargo", "build", *profile, "--locked", kind, program, *options)
        subprocess.run(argv, cwd=project, check=True)
    except FileNotFoundError as error:
        raise NotMeasured(f"cargo is not on the PATH, and builds `{program}`") from error
    except subprocess.CalledProcessError as error:
        raise NotMeasured(f"`{program}` does not build in {project} (see above)") from error


def target(project):
    """Where cargo builds."""
    return project / os.environ.get("CARGO_TARGET_DIR", "target")
