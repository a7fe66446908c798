"""The ``regswap paths`` commands: discovery, trying paths, importing paths of other programs."""
