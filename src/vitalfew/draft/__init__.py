"""From what an organisation says of itself to a framework: matching, selection, the files, and what people still decide."""
