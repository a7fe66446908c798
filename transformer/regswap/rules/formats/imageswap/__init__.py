"""Map files of the ImageSwap webhook."""
