"""Documents as tagged PDF, by Typst. Content goes in as data, never as markup."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import ROOT

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

TEMPLATES = ROOT / "app" / "templates"
FONTS = ROOT / "app" / "static" / "vendor"
PDF = "application/pdf"


def pdf_of(template: str, content: "DataclassInstance", words: dict[str, str]) -> bytes:
    """PDF/UA-1: Typst refuses a document without title, language or order of headings.

    `template` is a path below the templates; `words` are what it says by itself, in the
    language of `content`.
    """
    import typst  # 34 MB that only documents need

    source = TEMPLATES / template
    made = typst.compile(
        source,
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": packed(asdict(content)), "words": packed(words)},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    assert isinstance(made, bytes)
    return made


def packed(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False)


def fonts() -> list[Path]:
    return sorted(FONTS.glob("*.ttf"))
