"""The house rules that no tool checks by itself."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)")


def blocks(lock: str) -> dict[str, str]:
    """Each package of a lock file with its lines."""
    parts = re.split(r"^(?=\w)", (HOUSE / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = [(match["name"], part) for part in parts if (match := PIN.match(part))]
    return {canonicalize_name(name): part for name, part in found}


def version(block: str) -> str:
    match = PIN.match(block)
    assert match
    return match["version"]


def wanted(*, dev: bool) -> dict[str, Requirement]:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = project["dependencies"] + (project["optional-dependencies"]["dev"] if dev else [])
    return {canonicalize_name((asked := Requirement(name)).name): asked for name in names}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_the_project_asks_for_and_nothing_it_dropped(lock: str) -> None:
    asked = wanted(dev=lock == "requirements-dev.txt")
    locked = blocks(lock)
    direct = {name for name, block in locked.items() if "inkoopspoor (pyproject.toml)" in block}
    assert direct == set(asked), "run `make lock`"
    wrong = [name for name in asked if not asked[name].specifier.contains(version(locked[name]))]
    assert wrong == [], "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_carries_hashes_and_no_lock_names_a_host(lock: str) -> None:
    assert [name for name, block in blocks(lock).items() if "--hash=sha256:" not in block] == []
    assert "://" not in (HOUSE / lock).read_text(encoding="utf-8")


def test_what_is_tested_is_what_runs() -> None:
    developed = blocks("requirements-dev.txt")
    run = blocks("requirements.txt")
    assert {name: version(developed[name]) for name in run} == {
        name: version(block) for name, block in run.items()
    }


def test_every_image_is_pinned_by_tag_and_no_secret_has_a_default() -> None:
    compose = (HOUSE / "docker-compose.yml").read_text(encoding="utf-8")
    images = [service["image"] for service in yaml.safe_load(compose)["services"].values()]
    assert [image for image in images if not re.search(r":[\w.-]*\d", image)] == []
    secrets = re.findall(r"\$\{\w*(?:PASSWORD|SECRET|TOKEN|KEY)\w*[^}]*\}", compose)
    assert secrets
    assert [secret for secret in secrets if ":?" not in secret] == []
