"""The container image: its steps run in an empty root, and its bot runs without rights."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import container
from tests.fakes.container import Container, Image

pytestmark = [pytest.mark.slow, pytest.mark.nightly, pytest.mark.timeout(1800)]

ROOT = Path(__file__).parents[2]
USER = 10001
SECONDS = 120
CONFIGURATION = """
health: 0.0.0.0:8099
topics: {ports: {title: Ports, sources: [file: note.txt]}}
digests: {noon: {topics: [ports], at: "12:00", to: [console]}}
"""
PROBE = """
import errno, os
print(os.getuid(), os.getgid(), os.getgroups())
for folder in ("/", "/etc/sitrep", "/opt/sitrep", "/usr/local"):
    try:
        open(f"{folder}/file", "w")
    except OSError as error:
        print(folder, errno.errorcode[error.errno])
for folder in ("/tmp", "/var/lib/sitrep"):
    open(f"{folder}/file", "w")
"""


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    problem = container.problem()
    if problem is not None:
        assert not os.environ.get("CI"), f"CI must build the image, but {problem}"
        pytest.skip(f"the image cannot be built here: {problem}")
    containerfile = ROOT / "config" / "hosting" / "Containerfile"
    return container.build(containerfile, ROOT, tmp_path_factory.mktemp("image"))


@pytest.fixture
def bot(image: Image, tmp_path: Path) -> Iterator[Container]:
    """The bot in the container, with an empty volume."""
    (tmp_path / "sitrep.yaml").write_text(CONFIGURATION, "utf8")
    (tmp_path / "note.txt").write_text("The ferry stays in port.", "utf8")
    tmp_path.chmod(0o755)  # the bot is another user
    data = tmp_path / "data"
    data.mkdir()
    os.chown(data, USER, USER)
    mounts = {"/etc/sitrep": tmp_path, image.volumes[0]: data}
    with container.running(image, mounts=mounts) as started:
        yield started


def wait_until_healthy(bot: Container) -> None:
    """Ask as a container engine asks, until the answer is good."""
    end = time.monotonic() + SECONDS
    while bot.run(*bot.image.check).returncode:
        assert bot.process.poll() is None, bot.process.communicate()
        assert time.monotonic() < end, "the bot is never healthy"
        time.sleep(0.5)


def test_the_bot_is_healthy_without_rights_and_ends_in_time(bot: Container) -> None:
    wait_until_healthy(bot)

    probed = bot.run("python", "-c", PROBE)
    demo = bot.run("sitrep", "demo")
    bot.send_signal(signal.SIGTERM)

    assert bot.process.wait(timeout=10) == 0
    assert probed.stdout.splitlines() == [
        f"{USER} {USER} []",
        "/ EROFS",
        "/etc/sitrep EACCES",
        "/opt/sitrep EROFS",
        "/usr/local EROFS",
    ]
    assert probed.stderr == ""
    assert demo.returncode == 0
    assert "Hospitals in Aldersund" in demo.stdout


def test_a_backup_of_the_container_is_restored(bot: Container, tmp_path: Path) -> None:
    wait_until_healthy(bot)

    saved = bot.run("sitrep-backup", "/var/lib/sitrep")

    (backup,) = (tmp_path / "data").glob("sitrep-*.backup")
    restored = bot.run(
        *("env", "DATABASE_URL=sqlite:////tmp/restored.db"),
        *("sitrep", "db", "restore", f"/var/lib/sitrep/{backup.name}"),
    )
    assert (saved.returncode, restored.returncode) == (0, 0)
    assert "restored" in restored.stdout


def test_the_image_holds_the_program_and_nothing_to_install_more(image: Image) -> None:
    programs = {path.name for path in (image.root / "opt/sitrep/bin").iterdir()}

    assert {"sitrep", "sitrep-backup", "python"} <= programs
    assert not {name for name in programs if name.startswith("pip")}
    with pytest.raises(subprocess.CalledProcessError):
        container._run(image, "exit 3")
