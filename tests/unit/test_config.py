"""Settings are read, checked, and set without losing what else is in their file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from crm_tui.config import HELP, Config, change, load, settings
from crm_tui.errors import InvalidField, NotFound, UsageError
from crm_tui.paths import default_config, default_store

WRITTEN = """# mine
currency = "CHF"  # francs
user = "Ada"
"""


def test_a_setting_is_changed_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN)
    assert change(path, "currency", " eur ") == "EUR"
    assert path.read_text() == WRITTEN.replace("CHF", "EUR")
    assert change(path, "region", "de") == "DE"
    assert change(path, "user", "") == ""
    assert path.read_text() == '# mine\ncurrency = "EUR"  # francs\nregion = "DE"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    change(path, "timezone", "Asia/Tokyo")
    assert load(path).timezone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("name", "value"),
    [("timezone", "Mars/Olympus"), ("currency", "money"), ("region", "Germany"),
     ("date_order", "YDM"), ("colour", "red")],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_not_kept(tmp_path: Path, name: str, value: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN)
    with pytest.raises(InvalidField):
        change(path, name, value)
    assert path.read_text() == WRITTEN


def test_a_wrong_setting_can_be_mended_by_setting_it(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('date_order = "YDM"\n')
    with pytest.raises(UsageError):
        load(path)
    change(path, "date_order", "dmy")
    assert load(path).date_order == "DMY"


def test_every_setting_tells_its_value_source_and_use(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN)
    found = {row.name: row for row in settings(path)}
    assert set(found) == set(HELP) == set(Config.__dataclass_fields__) - {"keys"}
    assert (found["currency"].value, found["currency"].source) == ("CHF", "file")
    assert found["region"].source == "default"
    assert found["timezone"].value
    with pytest.raises(NotFound):
        settings(tmp_path / "none.toml", required=True)


def test_without_a_home_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: int) -> None:
        raise KeyError

    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    for place in (default_store, default_config):
        with pytest.raises(UsageError) as told:
            place()
        assert "--db" in told.value.hint
