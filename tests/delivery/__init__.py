"""Tests of deliveries, from the queue to the channel."""
