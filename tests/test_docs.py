"""The documentation names everything there is, and names nothing that is not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from onrecord.cli import cli

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md") if p.stem not in ("reference", "tutorial", "limits")
)


def test_the_reference_is_what_the_program_says() -> None:
    done = subprocess.run([sys.executable, ROOT / "docs/generate.py", "--check"], check=False)
    assert done.returncode == 0, "run: python docs/generate.py"


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md", "docs/limits.md", "ARCHITECTURE.md", *PAGES])
def test_commands_and_options_in_the_pages_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for verb, rest in re.findall(r"^\$ onrecord ([a-z-]+)(.*)$", text, re.MULTILINE):
        command = cli.commands[verb]
        if isinstance(command, click.Group):
            command = command.commands[rest.split()[0]]
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest.split("#")[0]):
            assert option in known, f"{page}: onrecord {verb} {option}"


def test_the_readme_names_every_verb() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [v for v in cli.commands if not re.search(rf"`{v}\b", text)] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/tutorial.md", "docs/limits.md", *PAGES])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), target
