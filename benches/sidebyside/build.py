"""The programs of `benches/` that are built with ours, and where cargo puts them."""

import os
import subprocess

from .process import NotMeasured


def built(bench, program):
    """One of them, built now."""
    build = ("cargo", "build", "--quiet", "--release", "--locked", "--example", program)
    try:
        subprocess.run(build, cwd=bench.project, check=True)
    except FileNotFoundError as error:
        raise NotMeasured(f"cargo is not on the PATH, and builds `benches/{program}.rs`") from error
    except subprocess.CalledProcessError as error:
        raise NotMeasured(f"`benches/{program}.rs` does not build (see above)") from error
    return target(bench.project) / "release" / "examples" / program


def target(project):
    """Where cargo builds."""
    return project / os.environ.get("CARGO_TARGET_DIR", "target")
