"""The command line: click, one file a command, each a few lines over one library call."""
