"""The tour: the app on made-up data, with a panel that says one step at a time."""
