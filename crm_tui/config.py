"""Settings from a TOML file; every one has a default that works."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from crm_tui.clock import local_zone_name, zone
from crm_tui.errors import InvalidField, NotFound, UsageError
from crm_tui.formats.toml_file import read_toml
from crm_tui.paths import private_file

_CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings; `HELP` says what each is."""

    timezone: str = ""
    currency: str = _CURRENCY
    region: str = ""
    date_order: str = ""
    user: str = ""
    goal: str = ""
    files: str = ""
    business_days: str = ""
    own_addresses: str = ""
    theme: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def daily_goal(self) -> int:
        """How many interactions a day the user wants to have; 0 for no goal."""
        return int(self.goal or 0)

    @property
    def addresses(self) -> list[str]:
        """The user's own e-mail addresses, as far as they are in the settings."""
        return [text.strip() for text in self.own_addresses.split(",") if text.strip()]

    @property
    def only_business_days(self) -> bool:
        """Do snoozed reminders pass over weekends and holidays?"""
        return self.business_days == "yes"


HELP = {
    "timezone": "where you live, as an IANA name: Europe/Berlin; the machine's when left out",
    "currency": "of amounts without one, as an ISO 4217 code: EUR",
    "region": "of phone numbers without a country code, as an ISO 3166 code: DE",
    "date_order": "how 03/04/2026 is meant: DMY or MDY; asked or refused when left out",
    "user": "whom you act as where no --user says so; the store's me when left out",
    "goal": "how many calls, mails and meetings a day you want to have, as Today shows: 8",
    "files": "the folder of attachments with a PostgreSQL store; crm's own when left out",
    "business_days": "yes: snoozing passes over weekends and the region's holidays; no",
    "own_addresses": "your e-mail addresses, by which mail is yours: a@b.example, c@d.example",
    "theme": "the app's colours, as T and the palette (ctrl+p) set them: crm-dark",
}
KEYS = "keys"
_KEYS_HELP = "the keys of a command of the app; docs/keys.md has their names"


class Setting(NamedTuple):
    """A setting as `crm config` shows it; `source` is file or default."""

    name: str
    value: str
    source: str
    help: str


def load(path: Path, *, required: bool = False) -> Config:
    """The settings in `path`; the defaults when there is no such file.

    Raises NotFound when the file is `required` and missing, UsageError for one that
    cannot be read, an unknown setting, or a value that does not fit.
    """
    return _config(_read(path, required=required), path)


def settings(path: Path, *, required: bool = False) -> list[Setting]:
    """Every setting with its value and where that comes from. Raises what `load` raises."""
    given = _read(path, required=required)
    config = asdict(_config(given, path))
    found = [
        Setting(name, config[name], "file" if name in given else "default", help)
        for name, help in HELP.items()
    ]
    keys = config[KEYS].items()
    return found + [Setting(f"{KEYS}.{id}", text, "file", _KEYS_HELP) for id, text in keys]


def change(path: Path, name: str, text: str) -> str:
    """Set a setting in the file, which is made (0600) where it is missing; an empty text
    gives the default back. Comments and the order of lines stay. Answers the value kept.

    Raises InvalidField for an unknown setting or a value that does not fit, UsageError for
    a file that cannot be read.
    """
    import tomlkit

    known(name)
    _read(path, required=False)
    value = text.strip()
    if name in ("currency", "region", "date_order"):
        value = value.upper()
    document = tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else "")
    table: Any = document
    if name.startswith(f"{KEYS}."):
        name = name.removeprefix(f"{KEYS}.")
        table = document.setdefault(KEYS, tomlkit.table())
    if value:
        table[name] = value
    else:
        table.pop(name, None)
    try:
        _config(document.unwrap(), path)
    except UsageError as error:
        raise InvalidField(name, error.message, error.hint) from error
    _replace(path, tomlkit.dumps(document))
    return value


def known(name: str) -> str:
    """The name, if it is a setting's or a command's keys (`keys.record.log`).

    Raises InvalidField with all settings.
    """
    if name not in HELP and not name.startswith(f"{KEYS}."):
        raise InvalidField(name, f"no setting '{name}'", f"one of: {', '.join(HELP)}")
    return name


def _read(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        values = read_toml(path)
    except FileNotFoundError:
        if required:
            raise NotFound(f"no settings file at {path}", "leave --config out") from None
        return {}
    for name, value in values.items():
        if not isinstance(value, str) and name in HELP:
            raise UsageError(f"{path}: '{name}' must be text", f'write {name} = "{value}"')
    return values


def _config(values: dict[str, Any], path: Path) -> Config:
    values = {**values, KEYS: _flat(values.get(KEYS, {}), path)}
    for name in values.keys() - {KEYS}:
        if name not in HELP:
            raise UsageError(f"{path}: unknown setting '{name}'", f"known: {', '.join(HELP)}")
    if "timezone" not in values:
        values = {**values, "timezone": local_zone_name()}
    return _checked(Config(**values), path)


def _flat(table: Any, path: Path, before: str = "") -> dict[str, str]:
    """The table of keys, by command; `record.log` may be written with or without quotes."""
    found: dict[str, str] = {}
    for name, value in table.items() if isinstance(table, dict) else [("", table)]:
        if isinstance(value, dict):
            found |= _flat(value, path, f"{before}{name}.")
        elif isinstance(value, str):
            found[before + name] = value
        else:
            line = 'write under [keys]: "record.log" = "l,ctrl+l"'
            raise UsageError(f"{path}: 'keys' holds texts, one for each command", line)
    return found


def _replace(path: Path, text: str) -> None:
    """Write the whole file anew, or leave it as it is."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        private_file(fresh)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", "name another") from error


def _checked(config: Config, path: Path) -> Config:
    zone(config.timezone)
    if config.currency != _CURRENCY:
        from crm_tui.domain.money import CURRENCIES

        if config.currency not in CURRENCIES:
            raise UsageError(
                f"{path}: '{config.currency}' is not a currency", "use a code like EUR"
            )
    if config.region and not (len(config.region) == 2 and config.region.isalpha()):
        raise UsageError(f"{path}: '{config.region}' is not a region", "use a code like DE")
    if config.date_order not in ("", "DMY", "MDY"):
        raise UsageError(f"{path}: date_order is DMY or MDY, not '{config.date_order}'")
    if config.business_days not in ("", "yes", "no"):
        raise UsageError(f"{path}: business_days is yes or no, not '{config.business_days}'")
    if not re.fullmatch("[0-9]{0,3}", config.goal, re.ASCII):
        raise UsageError(f"{path}: '{config.goal}' is not a goal", "a number of interactions: 8")
    return config
