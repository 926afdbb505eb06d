"""Several programs and threads on one store: none is locked out, nothing is lost, and a
reader sees the whole of each operation or nothing of it."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from crm_tui.queries import operations
from crm_tui.store.reader import Reader
from crm_tui.workspace import Workspace, open_workspace
from tests import factories

WRITERS, TIMES = 3, 40


def total(reader: Reader, id: int) -> int:
    return reader.count("SELECT title FROM contact WHERE id = :id", {"id": id})


def count_up(workspace: Workspace, pair: tuple[int, int], times: int) -> None:
    """Read, add one, write: on both records, `times` over."""
    for _ in range(times):
        with workspace.write("count") as w:
            for id in pair:
                w.update("contact", id, title=str(total(w, id) + 1))


def count_up_elsewhere(target: str, pair: tuple[int, int], times: int) -> None:
    """`count_up` in a process of its own."""
    workspace = open_workspace(target, factories.CONFIG)
    count_up(workspace, pair, times)
    workspace.close()


@pytest.fixture
def pair(workspace: Workspace) -> tuple[int, int]:
    """Two contacts whose titles are counters that always stand alike."""
    with workspace.write("test") as w:
        return factories.contact(w, "A", title="0"), factories.contact(w, "B", title="0")


def watched(workspace: Workspace, pair: tuple[int, int], work: Callable[[], None]) -> int:
    """Run `work` while another thread reads; answers how often it found the pair unlike."""
    done, torn = threading.Event(), 0

    def watch() -> None:
        nonlocal torn
        while not done.is_set():
            with workspace.read() as reader:
                first = total(reader, pair[0])
                torn += (total(reader, pair[1]), total(reader, pair[0])) != (first, first)

    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(watch)
        try:
            work()
        finally:
            done.set()
        watching.result()
    return torn


def finish(running: list[Future[None]]) -> None:
    for each in running:
        each.result()


def check_nothing_lost(workspace: Workspace, pair: tuple[int, int]) -> None:
    with workspace.read() as reader:
        assert [total(reader, id) for id in pair] == [WRITERS * TIMES] * 2
        done = operations.operations(reader, limit=WRITERS * TIMES + 10)
    assert sum(found.command == "count" for found in done) == WRITERS * TIMES
    assert {found.records for found in done if found.command == "count"} == {2}


def test_threads_write_in_turns(workspace: Workspace, pair: tuple[int, int]) -> None:
    def work() -> None:
        with ThreadPoolExecutor(WRITERS) as pool:
            finish([pool.submit(count_up, workspace, pair, TIMES) for _ in range(WRITERS)])

    assert watched(workspace, pair, work) == 0
    check_nothing_lost(workspace, pair)


def test_processes_write_in_turns(workspace: Workspace, pair: tuple[int, int]) -> None:
    def work() -> None:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(WRITERS, mp_context=context) as pool:
            arguments = (workspace.target, pair, TIMES)
            finish([pool.submit(count_up_elsewhere, *arguments) for _ in range(WRITERS)])

    assert watched(workspace, pair, work) == 0
    check_nothing_lost(workspace, pair)


def test_the_journals_ids_come_in_the_order_of_commits(workspace: Workspace) -> None:
    """Who follows the journal by its latest change must not miss one that commits later."""
    slow_began, fast_done = threading.Event(), threading.Event()
    seen: list[int] = []

    def slow() -> None:
        with workspace.write("slow") as w:
            factories.contact(w, "Slow")
            slow_began.set()
            fast_done.wait(0.2)  # the fast one cannot pass: it waits for this to commit

    def fast() -> None:
        slow_began.wait()
        with workspace.write("fast") as w:
            factories.contact(w, "Fast")
        with workspace.read() as reader:
            seen.append(operations.cursor(reader))
        fast_done.set()

    with ThreadPoolExecutor(2) as pool:
        finish([pool.submit(slow), pool.submit(fast)])
    with workspace.read() as reader:
        assert seen == [operations.cursor(reader)]
