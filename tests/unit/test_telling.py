"""What an import says of itself."""

from crm_tui.importing.telling import Part


def test_what_is_not_shown_is_counted() -> None:
    assert list(Part("New", ["a", "b"], 19).shown()) == ["a", "b", "… and 17 more"]
    assert list(Part("New", ["a", "b"], 2).shown()) == ["a", "b"]
    assert list(Part("New", [], 19).shown()) == []
    assert list(Part("Rejected", ["x"] * 12).shown())[-1] == "… and 2 more"
