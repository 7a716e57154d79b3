"""Tests of what people are told and asked."""
