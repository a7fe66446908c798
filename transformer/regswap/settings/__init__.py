"""Options, environment and configuration file, made into the policy of a run."""
