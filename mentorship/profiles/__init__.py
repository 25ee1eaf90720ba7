"""What people tell us and agreed to: answers, consents, how to reach them, whom to keep apart."""
