"""What every feature stands on and none owns; nothing here imports a feature."""
