"""From observations to verdicts: what is good, what is late and what moved, for all KPIs at once."""
