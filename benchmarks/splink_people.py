"""`python -m benchmarks.splink_people PEOPLE.csv PAIRS.csv`: the duplicates that splink finds.

A process of its own, so that its time and memory can be told. Blocking and comparisons are
those of splink's own examples for people (deduplicate_50k_synthetic, febrl4), with the fields that
contacts have; PAIRS.csv gets two row numbers and the probability of each pair.
"""

from __future__ import annotations

import sys

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_COLUMNS = ("first", "last", "email", "phone", "company", "born", "street", "postcode", "city")
_BLOCKS = [
    block_on("email"),
    block_on("phone"),
    block_on("first", "last"),
    "l.first = r.last and l.last = r.first",
    block_on("last", "born"),
    block_on("first", "born"),
    block_on("postcode", "first"),
    block_on("postcode", "last"),
    block_on("company", "first"),
    block_on("company", "last"),
    block_on("street", "postcode"),
    block_on("substr(first, 1, 3)", "substr(last, 1, 4)"),
]
_COMPARISONS = [
    cl.NameComparison("first").configure(term_frequency_adjustments=True),
    cl.NameComparison("last").configure(term_frequency_adjustments=True),
    cl.EmailComparison("email"),
    cl.ExactMatch("phone"),
    cl.ExactMatch("company").configure(term_frequency_adjustments=True),
    cl.DateOfBirthComparison("born", input_is_string=True),
    cl.DamerauLevenshteinAtThresholds("postcode", [1]),
    cl.JaroWinklerAtThresholds("street", [0.9]),
]


def main(people: str, pairs: str) -> None:
    """Read the people, train, predict, write the pairs."""
    connection = duckdb.connect()
    columns = ", ".join(f"nullif({name}, '') AS {name}" for name in _COLUMNS)
    table = connection.read_csv(people, all_varchar=True)
    table.project(f"CAST(row AS BIGINT) AS row, {columns}").create("people")
    settings = SettingsCreator(
        unique_id_column_name="row",
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=_BLOCKS,
        comparisons=_COMPARISONS,
    )
    registered = DuckDBAPI(connection=connection).register(connection.table("people"))
    linker = Linker(registered, settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("email"), block_on("phone"), block_on("first", "last", "born")], recall=0.6
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("first", "last"), block_on("email"), block_on("phone")):
        training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True
        )
    found = linker.inference.predict(threshold_match_probability=0.5).as_duckdbpyrelation()
    found.project("row_l, row_r, match_probability").write_csv(pairs)


main(*sys.argv[1:])
