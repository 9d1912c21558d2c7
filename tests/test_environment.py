"""requirements.lock and environment.yml follow from pyproject.toml, and hold on other machines."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from rattler import MatchSpec

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
DEPENDENCIES = [
    Requirement(line)
    for lines in (
        PYPROJECT["build-system"]["requires"],
        PROJECT["dependencies"],
        *PROJECT["optional-dependencies"].values(),
    )
    for line in lines
]
# A pin and its hashes are one logical line, as in a shell.
PINS = [
    line
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    if not line.startswith("#")
]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
*CONDA_LINES, PIP_SECTION = ENVIRONMENT["dependencies"]


def test_environment_yml_is_what_pyproject_gives(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    subprocess.run([sys.executable, "-m", "pyproject2conda", "project"], cwd=tmp_path, check=True)
    made = (tmp_path / "environment.yml").read_text(encoding="utf-8")
    assert made == (ROOT / "environment.yml").read_text(encoding="utf-8"), "run `make lock`"


def test_environment_yml_names_every_extra():
    extras = PYPROJECT["tool"]["pyproject2conda"]["envs"]["environment"]["extras"]
    assert sorted(extras) == sorted(PROJECT["optional-dependencies"])


@pytest.mark.parametrize("line", CONDA_LINES)
def test_a_conda_line_is_a_strict_match_spec(line):
    MatchSpec(line, strict=True)


def test_the_pip_section_installs_the_project_itself():
    assert "-e ." in PIP_SECTION["pip"]


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=str)
def test_the_lock_pins_every_dependency_within_its_bounds(dependency):
    pins = [Requirement(line.split("--hash")[0]) for line in PINS]
    versions = [str(pin.specifier).removeprefix("==") for pin in pins if pin.name == dependency.name]
    assert versions, "run `make lock`"
    assert all(dependency.specifier.contains(version) for version in versions), "run `make lock`"


def test_every_line_of_the_lock_is_an_exact_version_with_hashes():
    pin = re.compile(r"[a-z0-9-]+==[^\s;*]+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in PINS if not pin.fullmatch(line)] == []


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock", "environment.yml"])
def test_no_address_or_path_of_a_machine_stands_in(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.findall(r"\S*://\S*|--(?:extra-)?index-url|--find-links|(?<![\w.*])/[a-z]+/", text)
