"""The common part of the writers of rule formats."""
