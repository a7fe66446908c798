"""The formats of mirror configuration, one module each."""
