"""Importing mail as interactions, as one operation: each message once, with the people known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from crm_tui.domain.drafts import Rejected
from crm_tui.errors import UsageError
from crm_tui.formats.mail import Mail, read_mail
from crm_tui.formats.mail_files import FORMS, MAILDIR, Piece, fingerprint_of, mail_form, pieces
from crm_tui.importing.mail.batch import MailBatch
from crm_tui.importing.recipe import Recipe
from crm_tui.importing.result import ImportResult
from crm_tui.importing.work import Batches, Progress, carry_out, fingerprint
from crm_tui.queries.mail import user_addresses
from crm_tui.text import clean_line, counted, fold
from crm_tui.workspace import Workspace

PRESET = "mail"
_BATCH = 500
_SHOWN = 5
_RAW_SHOWN = 2_000


def import_mail(
    workspace: Workspace,
    source: Path | bytes,
    recipe: Recipe = Recipe(),
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Import a file of mail, a Maildir or a folder of messages, or the bytes of a file.

    The recipe's noun is its form, else it is what the source looks like. Correspondents who
    are no contacts are told, or become ones where the recipe makes contacts. A message is known
    again by its Message-ID, wherever it lies. Raises UsageError for what is no mail, and where
    nobody knows which addresses are the user's own.
    """
    recipe.check()
    if recipe.columns or recipe.sheet:
        raise UsageError("mail has no columns", "leave out --map and --sheet")
    form = recipe.noun or mail_form(source)
    if form not in FORMS:
        raise UsageError("this is no mail", f"--as says what it is: {', '.join(FORMS)}")
    name = str(source) if isinstance(source, Path) else "standard input"
    job = _Job(workspace, source, form, name, "contacts" in recipe.make, progress)
    said = (PRESET, recipe)
    return carry_out(
        workspace, job, name, lambda: fingerprint(_identity(source, form), said), dry_run=dry_run
    )


def is_mail(source: Path | bytes, recipe: Recipe) -> bool:
    """Is it mail, as was said, or as it looks?"""
    if recipe.noun or recipe.preset not in ("", "auto"):
        return recipe.noun in FORMS
    return bool(mail_form(source))


def uid_of(message_id: str) -> str:
    """The uid of the interaction that a message becomes: the same in every store (RFC 2392)."""
    return str(uuid5(NAMESPACE_URL, f"mid:{message_id}"))


def _identity(source: Path | bytes, form: str) -> Path | bytes:
    if isinstance(source, Path) and form == MAILDIR:
        return fingerprint_of(source).encode()
    return source


class _Job:
    """One run over a source, and what became of its messages so far."""

    def __init__(
        self,
        workspace: Workspace,
        source: Path | bytes,
        form: str,
        name: str,
        makes_contacts: bool,
        progress: Progress | None,
    ) -> None:
        self._source, self._form, self._name = source, form, name
        self._makes_contacts, self._progress = makes_contacts, progress
        with workspace.read() as reader:
            self._users = user_addresses(reader)
        self._own = {fold(text) for text in workspace.config.addresses} | set(self._users)
        if not self._own:
            raise UsageError(
                "nobody said which addresses are yours",
                'set them: crm config set own_addresses "ada@example.com, ada@work.example"',
            )
        self._total = source.stat().st_size if isinstance(source, Path) else len(source)
        self._rejects: list[Rejected] = []
        self._unknown: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()

    def run(self, batch: Batches) -> None:
        """Import every message, a transaction for each batch."""
        done = 0
        for mails, size in self._batches():
            with batch() as w:
                known = MailBatch(w, mails, self._own, self._users)
                if self._makes_contacts:
                    self._counts["contacts"] += known.make_contacts()
                known.write()
            self._counts.update(known.counts)
            self._unknown.update(known.unknown)
            done += size
            if self._progress:
                self._progress(min(done, self._total), self._total)

    def _batches(self) -> Iterator[tuple[dict[str, Mail], int]]:
        """Batches of messages by uid, with how many bytes they came from."""
        mails: dict[str, Mail] = {}
        seen: set[str] = set()
        size = 0
        for piece in pieces(self._source, self._form):
            size += len(piece.data)
            mail = self._read(piece)
            if mail is None:
                continue
            uid = uid_of(mail.id)
            self._counts["twice"] += uid in seen
            if uid not in seen:
                seen.add(uid)
                mails[uid] = mail
            if len(mails) == _BATCH:
                yield mails, size
                mails, size = {}, 0
        if mails:
            yield mails, size

    def _read(self, piece: Piece) -> Mail | None:
        """A message that somebody wrote; others are counted and rejected here."""
        self._counts["rows"] += 1
        try:
            mail = read_mail(piece.data)
        except Exception as error:  # whatever a stranger's mail sets off, the next may be well
            why = clean_line(str(error) or type(error).__name__, 200)
            told = f"{piece.name}: {why}" if piece.name else why
            raw = piece.data[:_RAW_SHOWN].decode("utf-8", "replace")
            self._rejects.append(Rejected(piece.place, told, raw))
            return None
        if mail.automatic:
            self._left_out[mail.automatic] += 1
            return None
        return mail

    def _notes(self) -> Iterator[str]:
        if count := self._left_out["list"]:
            yield f"{counted(count, 'mail')} of lists left out"
        if count := self._left_out["automatic"]:
            yield f"{counted(count, 'automatic mail')} left out"
        if count := self._counts["nobody"]:
            yield f"{counted(count, 'mail')} with nobody who is a contact here left out"
        if made := self._counts["contacts"]:
            yield f"made {counted(made, 'contact')} of correspondents"
        if self._unknown:
            most = self._unknown.most_common(_SHOWN)
            some = ", ".join(f"{address} ({count})" for address, count in most)
            more = len(self._unknown) - len(most)
            rest = f" and {more} more" if more else ""
            yield f"no contacts yet: {some}{rest}; --make contacts makes them"

    def told(self) -> str:
        """What came in."""
        return counted(self._counts["new"], "mail")

    def result(self) -> ImportResult:
        """What became of the messages."""
        counts = self._counts
        left_out = {
            "list mail": self._left_out["list"],
            "automatic mail": self._left_out["automatic"],
            "mail of nobody known": counts["nobody"],
        }
        return ImportResult(
            file=self._name,
            preset=PRESET,
            rows=counts["rows"],
            new=counts["new"],
            updated=counts["updated"],
            same=counts["same"] + counts["twice"],
            duplicates=0,
            rejected=len(self._rejects),
            rejects=tuple(self._rejects),
            doubts=(),
            changes=(),
            columns={},
            samples={},
            notes=tuple(self._notes()),
            companies=0,
            operation=None,
            taken={"interaction": counts["new"], "contact": counts["contacts"]},
            left_out={noun: count for noun, count in left_out.items() if count},
        )
