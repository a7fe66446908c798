"""What the writers of rule formats share."""
