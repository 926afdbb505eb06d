"""`python -m crm_tui` is `crm`."""

from crm_tui.cli.main import main

main()
