"""Office programs in which a workbook is tried, and what is said of what each did to it."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Program:
    """An office program: its name, the commands it is called by, and how it opens and saves a file."""

    name: str
    commands: tuple[str, ...]
    arguments: tuple[str, ...]


PROGRAMS = (
    Program(
        name="LibreOffice",
        commands=("soffice", "libreoffice"),
        arguments=(
            "-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            "{folder}",
            "{source}",
        ),
    ),
    Program(name="Gnumeric", commands=("ssconvert",), arguments=("{source}", "{target}")),
)


@dataclass(frozen=True, kw_only=True)
class Survival:
    """Whether one thing survived; ``essential`` things must, or the workbook must not go out."""

    what: str
    survived: bool
    detail: str = ""
    essential: bool = True


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What one program did to the workbook."""

    program: str
    survivals: tuple[Survival, ...]

    @property
    def passed(self) -> bool:
        """Whether everything essential survived."""
        return all(s.survived for s in self.survivals if s.essential)


def command_of(program: Program) -> str | None:
    """Find the program on this machine; None where it is not there."""
    return next((path for command in program.commands if (path := shutil.which(command))), None)


def trials_text(trials: tuple[Trial, ...]) -> str:
    """Say what survived in each program."""
    lines = []
    for trial in trials:
        lines.append(f"【{'通过' if trial.passed else '不通过'}】{trial.program} 打开、保存后再读回")
        for s in trial.survivals:
            word = "还在" if s.survived else "丢了" if s.essential else "有变化（不影响使用）"
            lines.append(f"    {word}　{s.what}{'：' + s.detail if s.detail else ''}")
    lines.append(_advice([trial for trial in trials if not trial.passed], len(trials)))
    return "\n".join(lines) + "\n"


def _advice(failed: Sequence[Trial], tried: int) -> str:
    """Say whether the workbooks may go out, and which program is not to be used."""
    by_hand = "这里试不了 Excel 和 WPS：下发前，请各手工打开一份，改一个数、保存，再用 xxgk check 读一遍。"
    if not failed:
        return f"结论：可以下发。{by_hand}"
    names = "、".join(trial.program for trial in failed)
    lost = "、".join(
        dict.fromkeys(s.what for t in failed for s in t.survivals if s.essential and not s.survived)
    )
    if len(failed) < tried:
        return f"结论：可以下发，但请告诉各单位不要用 {names} 填（会丢：{lost}）。{by_hand}"
    return f"结论：先不要下发，{names} 打开、保存后丢了：{lost}。各单位都用 Excel 或 WPS 的，{by_hand}"
