"""Attachments: a file is kept once, whole and private; rows come and go, undo finds both."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest

from crm_tui.domain.attachments import safe_name, size_text
from crm_tui.errors import CrmError, NotFound, UsageError
from crm_tui.queries import attachments as queries
from crm_tui.services import attachments, contacts, journal
from crm_tui.store import files as store_files
from crm_tui.store.files import Files, folder_of
from crm_tui.workspace import Workspace
from tests import factories


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    return Files(tmp_path / "crm.db.files")


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    path = tmp_path / "offer.pdf"
    path.write_bytes(b"two cranes" * 1000)
    return path


def test_a_file_is_kept_once_private_and_by_its_hash(files: Files, offer: Path) -> None:
    kept = files.keep(offer)
    assert kept == ("offer.pdf", sha256(offer.read_bytes()).hexdigest(), 10_000)
    place = files.folder / kept.hash[:2] / kept.hash
    assert place.read_bytes() == offer.read_bytes()
    assert place.stat().st_mode & 0o777 == 0o600
    offer.rename(offer.with_name("copy.pdf"))
    assert files.keep(offer.with_name("copy.pdf"))[1:] == kept[1:]
    assert sum(path.is_file() for path in files.folder.rglob("*")) == 1


def test_a_damaged_file_is_mended_by_keeping_it_again(files: Files, offer: Path) -> None:
    kept = files.keep(offer)
    files.place(kept.hash).write_bytes(b"other")
    assert not files.is_whole(kept.hash)
    files.keep(offer)
    assert files.is_whole(kept.hash)


def test_what_cannot_be_kept_leaves_nothing(
    files: Files, offer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFound):
        files.keep(offer.with_name("missing"))
    with pytest.raises(UsageError, match="not a file"):
        files.keep(offer.parent)
    monkeypatch.setattr(store_files, "MOST", 9_999)
    with pytest.raises(UsageError, match="10 kB"):
        files.keep(offer)
    assert list(files.hashes()) == []


def test_saving_never_writes_over(files: Files, offer: Path, tmp_path: Path) -> None:
    kept = files.keep(offer)
    files.save(kept.hash, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == offer.read_bytes()
    with pytest.raises(CrmError, match="already"):
        files.save(kept.hash, tmp_path / "again.pdf")
    files.drop(kept.hash)
    with pytest.raises(NotFound, match="missing"):
        files.save(kept.hash, tmp_path / "more.pdf")


def test_a_row_comes_goes_and_comes_back(workspace: Workspace, files: Files, offer: Path) -> None:
    with workspace.write("test") as w:
        factories.contact(w, "Grace Hopper")
    kept = files.keep(offer)
    with workspace.write("attach") as w:
        [id] = attachments.add(w, "contact", 1, [kept])
        assert w.summary == "attached offer.pdf to Grace Hopper"
        assert attachments.add(w, "contact", 1, [kept]) == [id]
    with workspace.write("delete") as w:
        attachments.delete(w, id)
        assert w.summary == "took offer.pdf off Grace Hopper"
    with workspace.write("undo") as w:
        journal.undo(w)
    with workspace.write("delete") as w:
        contacts.delete(w, 1)
        assert queries.hashes(w) == set()
    with workspace.write("undo") as w:
        journal.undo(w)
    with workspace.read() as r:
        assert [row.hash for row in queries.of_record(r, "contact", 1)] == [kept.hash]


def test_a_clean_up_waits_until_undo_is_unlikely(
    workspace: Workspace, files: Files, offer: Path
) -> None:
    with workspace.write("test") as w:
        factories.contact(w)
        [id] = attachments.add(w, "contact", 1, [files.keep(offer)])
    stray = offer.with_name("stray.txt")
    stray.write_text("nobody's")
    files.keep(stray)
    with workspace.write("test") as w:
        attachments.delete(w, id)
    for hash in files.hashes():
        os.utime(files.place(hash), (0, 0))
    with workspace.read() as r:
        assert attachments.clean(r, files, 30, dry_run=True) == (1, 8)
        assert attachments.clean(r, files, 30) == (1, 8)
    with factories.later(workspace, days=31).read() as r:
        assert attachments.clean(r, files, 30) == (1, 10_000)
    assert list(files.hashes()) == []


def test_a_clean_up_takes_what_was_left_lying_for_a_day(
    workspace: Workspace, files: Files, offer: Path
) -> None:
    with workspace.write("test") as w:
        factories.contact(w)
        attachments.add(w, "contact", 1, [files.keep(offer)])
    [hash] = files.hashes()
    old, changed, fresh = (files.lend(hash, "offer.pdf") for _ in range(3))
    changed.write_text("with my remarks")
    cut_short = files.folder / "new-1"
    cut_short.write_text("two cra")
    alien = old.parent.with_name("crm-notes") / "mine.txt"
    alien.parent.mkdir()
    alien.write_text("mine")
    for path in (old, changed, cut_short, alien):
        os.utime(path, (0, 0))
    now = workspace.clock.now().timestamp()
    os.utime(fresh, (now, now))
    with workspace.read() as r:
        assert attachments.clean(r, files, 30, dry_run=True) == (2, 10_007)
        assert attachments.clean(r, files, 30) == (2, 10_007)
        assert attachments.clean(r, files, 30) == (0, 0)
    assert not old.parent.exists()
    assert not cut_short.exists()
    assert [path.exists() for path in (changed, fresh, alien)] == [True] * 3
    assert list(files.hashes()) == [hash]


def test_where_files_are() -> None:
    assert folder_of("/home/ada/crm.db") == Path("/home/ada/crm.db.files")
    assert folder_of("postgresql://ada:secret@db/sales", "/srv/crm") == Path("/srv/crm")
    default = folder_of("postgresql://ada:secret@db/sales?x=1")
    assert default.parts[-2:] == ("files", "db-sales")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("offer.pdf", "offer.pdf"),
        ("../../.ssh/id", "-..-.ssh-id"),
        ("..", "file"),
        (".bashrc", "bashrc"),
        ("a\nb\x1b[2J.txt", "a b[2J.txt"),
        ("\u202efdp.exe", "fdp.exe"),
        ("ü" * 300 + ".pdf", "ü" * 98 + ".pdf"),
    ],
)
def test_a_name_is_one_on_every_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_sizes_in_words() -> None:
    assert [size_text(size) for size in (0, 999, 1000, 9_960, 18_400_000, 5_000_000_000_000)] == [
        "0 B", "999 B", "1.0 kB", "10.0 kB", "18 MB", "5000 GB",
    ]  # fmt: skip
