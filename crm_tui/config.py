"""Settings from a TOML file; every one has a default that works."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from crm_tui.clock import local_zone_name, zone
from crm_tui.errors import NotFound, UsageError


@dataclass(frozen=True, slots=True)
class Config:
    """`timezone` is an IANA name; `currency` ISO 4217; `region` ISO 3166, for phone
    numbers typed without a country code; `date_order` DMY or MDY, for dates like
    03/04/2026; `user` the name to act as where no --user names one."""

    timezone: str = ""
    currency: str = "EUR"
    region: str = ""
    date_order: str = ""
    user: str = ""


def load(path: Path, *, required: bool = False) -> Config:
    """The settings in `path`; the defaults when there is no such file.

    Raises NotFound when the file is `required` and missing, UsageError for one that
    cannot be read, an unknown setting, or a value that does not fit.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if required:
            raise NotFound(f"no settings file at {path}", "leave --config out") from None
        return _checked(Config(timezone=local_zone_name()), path)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "check the file") from error
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}", "mend that line") from error
    known = [field.name for field in fields(Config)]
    for name, value in values.items():
        if name not in known:
            raise UsageError(f"{path}: unknown setting '{name}'", f"known: {', '.join(known)}")
        if not isinstance(value, str):
            raise UsageError(f"{path}: '{name}' must be text", f'write {name} = "{value}"')
    values.setdefault("timezone", local_zone_name())
    return _checked(Config(**values), path)


def _checked(config: Config, path: Path) -> Config:
    zone(config.timezone)
    if len(config.currency) != 3 or not config.currency.isalpha():
        raise UsageError(f"{path}: '{config.currency}' is not a currency", "use a code like EUR")
    if config.date_order not in ("", "DMY", "MDY"):
        raise UsageError(f"{path}: date_order is DMY or MDY, not '{config.date_order}'")
    return config
