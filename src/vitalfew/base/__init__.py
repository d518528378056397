"""The words every room speaks: references, places, findings, periods, quantities; imports nothing of ours."""
