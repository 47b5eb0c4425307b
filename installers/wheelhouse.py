"""`make wheelhouse`: the tool and all it needs as wheels, for machines without a network.

Pip installs from the folder.

`python -m installers.wheelhouse [TARGET [PYTHON_VERSION…]]`, for Windows x86-64, Linux x86-64 and Linux
aarch64 (the domestic desktops: UOS and Kylin with glibc 2.28).
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).parent
REPO = HERE.parent
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
_GLIBC = ("2014", "_2_17", "_2_24", "_2_27", "_2_28")
PLATFORMS: Mapping[str, Sequence[str]] = {
    "Windows x86-64": ("win_amd64",),
    "Linux x86-64": tuple(f"manylinux{version}_x86_64" for version in _GLIBC),
    "Linux aarch64": tuple(f"manylinux{version}_aarch64" for version in _GLIBC),
}
ON_WINDOWS = ("colorama", "tzdata")  # pip asks this machine, not the other, what is needed only there


def gather(target: Path, versions: Sequence[str] = VERSIONS) -> None:
    """Gather the wheels in `target`. Raises CalledProcessError when one is not to be had."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    _pip("wheel", "--no-deps", f"--wheel-dir={target}", str(REPO))
    (ours,) = target.glob("xxgk_toolkit-*.whl")
    for platforms in PLATFORMS.values():
        more = ON_WINDOWS if "win_amd64" in platforms else ()
        for version in versions:
            _pip(
                "download",
                "--only-binary=:all:",
                f"--python-version={version}",
                *(f"--platform={name}" for name in platforms),
                f"--constraint={REPO / 'constraints.txt'}",
                f"--dest={target}",
                f"{ours}[desk]",
                *more,
            )
    shutil.copy(HERE / "没有网络怎样安装.txt", target)


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)  # noqa: S603 (our own words)


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "wheelhouse").resolve()
    gather(folder, sys.argv[2:] or VERSIONS)
    sys.stdout.write(f"{folder}：{len(list(folder.glob('*.whl')))} 个文件\n")
