"""``python -m regswap``: the same as the ``regswap`` command."""

from regswap.cli.main import main

main()
