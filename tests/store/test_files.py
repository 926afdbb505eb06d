"""The files beside the store."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from crm_tui.store.files import Files


def test_a_copy_that_is_cut_short_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no link can be, as on another disk."""
    source = tmp_path / "offer.pdf"
    source.write_bytes(b"an offer" * 1000)
    files, copies = Files(tmp_path / "files"), Files(tmp_path / "copies")
    hash = files.keep(source).hash

    def no_link(*_: object) -> None:
        raise OSError("another disk")

    def cut_short(_: Path, to: Path) -> None:
        to.write_bytes(b"an off")
        raise OSError("no space left")

    monkeypatch.setattr(os, "link", no_link)
    with monkeypatch.context() as full:
        full.setattr(shutil, "copyfile", cut_short)
        with pytest.raises(OSError, match="no space left"):
            files.share(copies.folder)
    assert list(copies.hashes()) == []
    assert files.share(copies.folder) == 1
    assert copies.is_whole(hash)
    assert copies.place(hash).stat().st_mode & 0o777 == 0o600
