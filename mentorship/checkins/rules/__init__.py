"""What decides about talks, logs and follow-ups; plain functions of plain values."""
