"""crm config"""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Crm


def test_settings_are_listed_got_and_set(crm: Crm) -> None:
    place = crm("config", "path").out.strip()
    assert place == crm.env["CRM_CONFIG"]
    assert {row["source"] for row in crm("config", "list").rows} == {"file", "default"}
    assert crm("config", "get", "currency").out == "EUR\n"
    assert crm("config", "set", "currency", "usd").out == "currency = USD\n"
    assert crm("config", "get", "currency", "--json").json["value"] == "USD"
    crm("config", "set", "currency", "dollars", code=2)
    assert "timezone" in crm("config", "get", "colour", code=2).err
    assert "write l, L, ctrl+l" in crm("config", "set", "keys.record.log", "ctrl+foo", code=2).err
    assert "did you mean record.log" in crm("config", "set", "keys.record.lok", "l", code=2).err
    assert "crm-light" in crm("config", "set", "theme", "crm-pink", code=2).err
    taken = crm("config", "set", "keys.contact.add", "j").err
    assert "j is both contact.add and table.down" in taken
    assert crm("config", "set", "keys.contact.add", "").err == ""
    crm("config", "set", "theme", "nord")
    assert 'currency = "USD"' in Path(place).read_text()
    home = Path(crm.env["HOME"]) / "settings.toml"
    crm("config", "list", "--config", str(home), code=3)
    crm("config", "set", "region", "at", "--config", str(home))
    assert crm("config", "get", "region", "--config", str(home)).out == "AT\n"
