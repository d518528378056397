"""The relational half of judgement: one expression for all KPIs, on any engine."""
