"""One kind of thing each: what is read of it, and which steps there are."""
