"""What docs/security.md promises: each test names the threat that it holds off."""
