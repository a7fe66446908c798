"""The way of one document: scope, decisions, edits, checks, restoration. Pure: no input and no output."""
