"""From files to a framework: reads YAML safely, says every fault with its place, keeps what is right."""
