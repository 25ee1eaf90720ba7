"""What people fill in about themselves, and staff about people; nothing here asks the database."""
