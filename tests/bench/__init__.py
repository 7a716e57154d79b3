"""What relay costs, as a ratio to the bare libraries it is made of, in one run on one machine: `make bench`."""
