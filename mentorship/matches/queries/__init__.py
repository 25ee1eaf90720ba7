"""Every statement of this feature; nothing here decides or commits."""
