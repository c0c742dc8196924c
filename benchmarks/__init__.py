"""Speed and accuracy, measured; nothing here is asserted in a test."""
