"""Lock files: which digest each reference of a render had, so that it is pinned without asking anybody."""
