"""The app's stylesheet, parsed once."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class KeptStylesheet(Stylesheet):
    """A stylesheet that is parsed anew for another theme only.

    Textual asks for that, twice, whenever a screen is shown for the first time after the theme
    was set, which is always; of all of the app's styles it takes a tenth of a second.
    """

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._kept = dict(variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the theme's variables; if they are others, all is to be parsed anew."""
        if variables != self._kept:
            self._kept = dict(variables)
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is not known for these variables."""
        self.parse()
