"""The catalogue of products."""

from __future__ import annotations

from crm_tui.queries import products as queries
from crm_tui.screens.keys import bindings
from crm_tui.screens.lists.columns import product_columns
from crm_tui.screens.lists.screen import ListOf, ListScreen
from crm_tui.screens.records import products as records


class ProductsScreen(ListScreen):
    """The products, on a screen above the one that it was opened from."""

    WHERE = "products"
    BINDINGS = bindings(WHERE)
    OF = ListOf(
        queries.LIST,
        queries.details,
        product_columns(),
        ("name", "code", "series", "price", "unit", "deals"),
        records.view,
        "No products yet: press n, or I to bring a catalogue in",
    )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape leads back once there is nothing to take off."""
        if action in ("back", "filter_off"):
            held = self.is_mounted and bool(self._many or self.bar.text or self._in_cells)
            return held == (action == "filter_off")
        return super().check_action(action, parameters)

    @property
    def _in_cells(self) -> bool:
        return self.table.column is not None

    def action_back(self) -> None:
        """Back to the screen before."""
        self.dismiss()
