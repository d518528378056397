"""The steps by which the store's tables came to be: one file each, numbered, up and down."""
