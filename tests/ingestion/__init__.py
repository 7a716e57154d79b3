"""Tests of what becomes of entries."""
