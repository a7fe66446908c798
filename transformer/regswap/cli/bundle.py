"""``regswap bundle``, the group of the commands about what an air gap needs."""

from __future__ import annotations

import click

from regswap.cli.bundle_lock import lock, lock_diff
from regswap.cli.bundle_plan import plan
from regswap.cli.bundle_pull import pull
from regswap.cli.bundle_push import push
from regswap.cli.bundle_verify import verify


class BundleGroup(click.Group):
    """A group in which one command has two words: ``lock diff``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take two words for one where they are the name of a command."""
        words = " ".join(args[:2])
        return super().resolve_command(ctx, [words, *args[2:]] if words in self.commands else args)


@click.group(cls=BundleGroup, short_help="Plan, copy and prove what an air gap needs.")
def bundle() -> None:
    """Plan, copy and prove what the rewritten references need to be pulled behind an air gap."""


bundle.add_command(plan)
bundle.add_command(pull)
bundle.add_command(push)
bundle.add_command(verify)
bundle.add_command(lock)
bundle.add_command(lock_diff)
