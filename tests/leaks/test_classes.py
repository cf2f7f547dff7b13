"""Every text column of the database is said to be for somebody."""

from app.models import metadata
from tests.leaks.classes import classified, text_columns, told

HOW = "say in tests/leaks/classes.yaml who may meet what stands there"


def test_every_text_column_has_a_class() -> None:
    there = {(table.name, column.name) for table, column in text_columns()}
    assert sorted(there - set(classified())) == [], HOW
    assert sorted(set(classified()) - there) == []


def test_every_class_is_one_of_those_with_an_audience() -> None:
    used = set(classified().values()) | {
        name for rule in told()["depends"].values() for name in rule["values"].values()
    }
    apart = {"real-name"}  # of people who have no role but their seat (planting.py)
    assert used | apart == set(told()["audiences"])


def test_every_rule_names_a_column() -> None:
    for table, rule in told()["depends"].items():
        assert rule["column"] in metadata.tables[table].columns


def test_what_was_heard_is_never_for_the_host() -> None:
    for name in ("raw", "draft", "glass", "real-name", "whole-team"):
        assert told()["audiences"][name]["never"] == ["host"]
