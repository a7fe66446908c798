"""``Imageshift`` resources and mappings."""
