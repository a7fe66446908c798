"""``python -m transformer``: the same as the ``regswap`` command."""

from transformer.cli.main import main

main()
