"""Asks a language model for summaries: the prompt, the endpoint, its answer, and when it is left alone."""
