"""The events that everything is measured on: made by `generate` from a seed, kept, and made once."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from .process import NotMeasured
from .rounds import say

SEED = 1
# About what an event of the generator takes, in bytes, rounded up; to see beforehand whether the disk has room.
EVENT_SIZE = 700


class Corpora:
    """Files of events under one folder, by their parameters.

    The folder's name holds a hash of what the generator writes, so that another generator gets another folder.
    """

    def __init__(self, binary, folder, project):
        self.binary = binary
        self.project = project
        first = self.ask("generate", "--events", "500", "--seed", str(SEED))
        if not first:
            raise NotMeasured("the program to measure generates no events: is it a helpdesk-evt?")
        self.folder = Path(folder) / hashlib.sha256(first).hexdigest()[:12]
        self.folder.mkdir(parents=True, exist_ok=True)

    def ask(self, *arguments):
        """What our program prints."""
        try:
            return subprocess.run([self.binary, *arguments], capture_output=True, check=True).stdout
        except OSError as error:
            raise NotMeasured(f"{self.binary}: {error.strerror}") from error
        except subprocess.CalledProcessError as error:
            raise NotMeasured(f"`helpdesk-evt {arguments[0]}`: {error.stderr.decode().strip()[:160]}") from error

    def made(self, name, make):
        """The file or folder `name`; `make(path)` fills it if it is not there, whole or not at all."""
        path = self.folder / name
        if not path.exists():
            say(f"making {name}")
            fresh = self.folder / f".{os.getpid()}-{name}"
            try:
                make(fresh)
                fresh.rename(path)
            finally:
                if fresh.is_dir():
                    shutil.rmtree(fresh)
                fresh.unlink(missing_ok=True)
        return path

    def events(self, count):
        """So many events of a fifth as many tickets, one a line."""
        return self.generated(f"events-{count}.ndjson", count)

    def docker(self, count):
        """The same events as docker's json-file holds them."""

        def make(path):
            with open(self.events(count), encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as out:
                for line in lines:
                    record = {"log": line, "stream": "stdout", "time": "2023-11-14T22:13:20.000000001Z"}
                    out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")

        return self.made(f"docker-{count}.log", make)

    def faulty(self, count):
        """So many events, one line in a hundred broken in one way each; `labels` tells them."""
        return self.generated(f"faulty-{count}.ndjson", count, "--invalid", "1%", "--labels", self.labels(count))

    def labels(self, count):
        """Where the faults of `faulty(count)` are told, a line each."""
        return self.folder / f"faulty-{count}.labels"

    def generated(self, name, count, *options):
        """What `generate` writes for these options."""

        def make(path):
            room = shutil.disk_usage(self.folder).free
            if room < count * EVENT_SIZE * 1.1:
                raise NotMeasured(f"{count:,} events need {count * EVENT_SIZE / 1e9:.1f} GB, the disk has {room / 1e9:.1f}")
            size = ("--tickets", str(max(1, count // 5)), "--events", str(count), "--seed", str(SEED))
            self.ask("generate", *size, *options, "--output", str(path), "--quiet")

        return self.made(name, make)

    def array(self, count, of):
        """The first `count` of `of` events as one JSON array."""

        def make(path):
            with open(self.events(of), "rb") as lines, open(path, "wb") as out:
                for at in range(count):
                    out.write((b"," if at else b"[") + next(lines).rstrip(b"\n"))
                out.write(b"]")

        return self.made(f"array-{count}-of-{of}.json", make)

    def head(self, count, of):
        """The first `count` of `of` events, one a line."""

        def make(path):
            with open(self.events(of), "rb") as lines, open(path, "wb") as out:
                for _ in range(count):
                    out.write(next(lines))

        return self.made(f"head-{count}-of-{of}.ndjson", make)

    def singles(self, count):
        """A folder of so many files with an event each, and the paths of the files."""

        def make(path):
            path.mkdir()
            with open(self.events(count), "rb") as lines:
                for at, line in enumerate(lines):
                    (path / f"{at:05}.json").write_bytes(line.rstrip(b"\n"))

        return sorted(self.made(f"singles-{count}", make).iterdir())

    def one(self):
        """One small file: a bundled sample."""
        return self.project / "samples" / "bot-closes.json"

    def schema(self):
        """The schema of one event, as our program prints it."""
        return self.made("event.schema.json", lambda path: path.write_bytes(self.ask("schema")))

    def array_schema(self):
        """The schema of an array of events, for programs that do not read one event a line."""
        event = json.loads(self.ask("schema"))
        whole = {"$schema": event["$schema"], "type": "array", "items": event}
        return self.made("array.schema.json", lambda path: path.write_text(json.dumps(whole)))
