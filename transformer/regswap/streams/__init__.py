"""The sources of bytes, the spools that they wait in, and the sinks that they go to."""
