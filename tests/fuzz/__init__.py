"""Bytes that nobody thought of: `make fuzz`, and a short look in every run of the tests."""
