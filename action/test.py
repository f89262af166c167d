#!/usr/bin/env python3
"""The action's two steps, as a runner takes them: against a release laid out in a folder, and with real apps.

The helpdesk-evt that is installed and called is the one that `cargo build` made.
"""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BINARY = PROJECT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug" / "helpdesk-evt"
ACTION = PROJECT / "action"
SYSTEM = "/usr/local/bin:/usr/bin:/bin"
TARGET = "x86_64-unknown-linux-musl"
SECRETS = {
    "HELPDESK_EVT_ENCRYPT_KEY": "synthetic-encrypt-key",
    "HELPDESK_EVT_VERIFICATION_TOKEN": "synthetic-token",
}


def run(*command, **options):
    """Runs a command as a runner does: its standard input is a pipe that nothing comes from."""
    return subprocess.run(
        command, input="", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )


class Scratch(unittest.TestCase):
    """A folder of its own for each test."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def assert_ended(self, done, code, *patterns):
        self.assertEqual(done.returncode, code, done.stdout)
        for pattern in patterns:
            self.assertRegex(done.stdout, pattern)


class Install(Scratch):
    """`install.sh`, on a runner that unpacked the action to .../_actions/OWNER/REPOSITORY/REF."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.server = Path(folder.name)
        repository = cls.server / "owner" / "helpdesk-evt"
        git = ("git", "-C", repository, "-c", "user.name=A", "-c", "user.email=a@example.com")
        cls.version = run(BINARY, "-V").stdout.split()[1]
        cls.tag = f"v{cls.version}"
        cls.release = repository / "releases" / "download" / cls.tag
        run("git", "init", "--quiet", repository, check=True)
        run(*git, "commit", "--quiet", "--allow-empty", "--message", "release", check=True)
        run(*git, "tag", "--annotate", "--message", "release", cls.tag, check=True)
        cls.commit = run(*git, "rev-parse", "HEAD").stdout.strip()
        run(PROJECT / ".ci" / "pack", BINARY, TARGET, cls.release, check=True)

    def install(self, ref, arch="X64", server=None, has_cargo=True):
        action = self.folder / "_actions" / "owner" / "helpdesk-evt" / ref
        shutil.copytree(ACTION, action / "action")
        # A cargo that says what is asked of it and does that: the real one would build for minutes.
        cargo = self.folder / "cargo" / "cargo"
        cargo.parent.mkdir()
        if has_cargo:
            cargo.write_text(f'#!/bin/sh\necho "cargo $*"\nfor root; do :; done\ncp "{BINARY}" "$root/bin/"\n')
            cargo.chmod(0o755)
        variables = {
            "PATH": f"{cargo.parent}:{SYSTEM}",
            "GITHUB_ACTION_PATH": str(action),
            "GITHUB_PATH": str(self.folder / "path"),
            "GITHUB_SERVER_URL": f"file://{server or self.server}",
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": arch,
            "RUNNER_TEMP": str(self.folder),
        }
        return run(action / "action" / "install.sh", env=variables)

    def assert_installed(self, done):
        self.assert_ended(done, 0, rf"(?m)^helpdesk-evt {re.escape(self.version)} \(")
        installed = Path((self.folder / "path").read_text().strip()) / "helpdesk-evt"
        self.assertEqual(installed.read_bytes(), BINARY.read_bytes())

    def test_a_tag_takes_the_released_binary(self):
        done = self.install(self.tag)
        self.assert_installed(done)
        self.assertNotIn("cargo", done.stdout)

    def test_a_commit_that_a_tag_names_takes_the_released_binary(self):
        done = self.install(self.commit)
        self.assert_installed(done)
        self.assertNotIn("cargo", done.stdout)

    def test_a_branch_is_built_from_the_source_that_came_with_the_action(self):
        done = self.install("main")
        self.assert_installed(done)
        self.assertRegex(done.stdout, r"cargo install .*--locked --path \S*/_actions/owner/helpdesk-evt/main ")

    def test_a_version_without_an_archive_is_built(self):
        done = self.install("v99.0.0")
        self.assert_installed(done)
        self.assertIn("cargo install", done.stdout)

    def test_a_runner_that_nothing_is_released_for_gets_it_built(self):
        done = self.install(self.tag, arch="RISCV")
        self.assert_installed(done)
        self.assertIn("cargo install", done.stdout)

    def test_without_an_archive_and_without_cargo_the_step_says_so(self):
        self.assert_ended(self.install("main", has_cargo=False), 1, "::error::.* no cargo")

    def test_an_archive_with_another_checksum_ends_the_step(self):
        server = self.folder / "server"
        shutil.copytree(self.server, server)
        (archive,) = server.glob("**/*.tar.gz")
        archive.write_bytes(archive.read_bytes() + b"\0")
        done = self.install(self.tag, server=server)
        self.assert_ended(done, 1, "::error::.* SHA-256")
        self.assertNotIn("cargo", done.stdout)

    def test_an_archive_holds_what_a_user_needs(self):
        listed = run("tar", "-tzf", *self.release.glob("*.tar.gz")).stdout.split()
        top = f"helpdesk-evt-{TARGET}-{self.tag}/"
        for name in ["helpdesk-evt", "man/helpdesk-evt.1", "man/helpdesk-evt-replay.1", "LICENSE-MIT", "LICENSE-APACHE", "completions/_helpdesk-evt"]:
            self.assertIn(top + name, listed)


class Checks(Scratch):
    """`check.sh`, in the project's folder."""

    def check(self, **variables):
        # A secret that a pull request from a fork has no access to is there, and empty.
        environment = {name: "" for name in SECRETS} | {
            "PATH": f"{BINARY.parent}:{SYSTEM}",
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
        }
        return run(ACTION / "check.sh", cwd=PROJECT, env=environment | variables)


class Check(Checks):
    """Without an app."""

    def test_clean_events_pass_and_reports_are_written(self):
        report = self.folder / "events.xml"
        done = self.check(PATHS="samples/agent-closes.json\n\nsamples/stories/*\n", REPORTS=f"junit={report}\n")
        self.assert_ended(done, 0)
        self.assertIn("<testsuites", report.read_text())

    def test_a_faulty_event_fails_with_an_annotation_and_a_summary(self):
        done = self.check(PATHS="samples/broken/status-unknown.json")
        self.assert_ended(done, 1, "(?m)^::error file=samples/broken/status-unknown.json,line=26")
        self.assertIn("status-unknown", (self.folder / "summary.md").read_text())

    def test_a_warning_fails_where_its_code_is_denied(self):
        self.assert_ended(self.check(PATHS="samples/broken/time-unit.json"), 0)
        self.assert_ended(self.check(PATHS="samples/broken/time-unit.json", DENY="no-transition, time-unit"), 1)

    def test_what_cannot_be_done_is_said(self):
        self.assert_ended(self.check(PATHS="no-such-file.json"), 3, "no-such-file.json")
        self.assert_ended(self.check(), 2, "::error::give `paths`")
        self.assert_ended(self.check(PATHS="samples/stories", RUN="true"), 2, "::error::`run` needs `url`")


class CheckApp(Checks):
    """With an app that it starts."""

    def check_app(self, app, **variables):
        """Starts `app`, in which PORT stands for a free port, writes its pid down, and checks it."""
        while True:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            command = f"echo $$ >{self.folder}/pid; {app.replace('PORT', str(self.port))}"
            done = self.check(URL=f"http://127.0.0.1:{self.port}/webhook/event", RUN=command, **variables)
            # Another program took the port first.
            if "already in use" not in done.stdout and "already listens" not in done.stdout:
                return done

    def test_a_healthy_app_passes_and_what_was_written_is_kept(self):
        events, kept = "samples/stories/solved-by-agent.ndjson", self.folder / "kept"
        done = self.check_app("helpdesk-evt listen --port PORT", PATHS=events, KEEP=str(kept), **SECRETS)
        self.assert_ended(done, 0, "ok: 7 events valid", "replay +7 of 7 delivered", "(?m)^ok$")
        self.assertIn("<testsuites", (kept / "probe.xml").read_text())
        self.assertIn("replay", (self.folder / "summary.md").read_text())
        # What has ended may not have been waited for yet.
        processes = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True)
        group = (self.folder / "pid").read_text().strip()
        states = [state for its, state in map(str.split, processes.stdout.splitlines()) if its == group]
        self.assertEqual([state for state in states if not state.startswith("Z")], [])

    def test_empty_secrets_are_no_secrets(self):
        done = self.check_app("helpdesk-evt listen --port PORT")
        self.assert_ended(done, 0, "::notice::no encrypt key")

    def test_the_worse_of_two_exit_codes_counts(self):
        app = "helpdesk-evt listen --port PORT --encrypt-key another-synthetic-key"
        self.assert_ended(self.check_app(app, PATHS="samples/stories", **SECRETS), 1)
        self.assert_ended(self.check_app("exit 7", PATHS="samples/broken/status-unknown.json"), 4)


if __name__ == "__main__":
    unittest.main(verbosity=2)
