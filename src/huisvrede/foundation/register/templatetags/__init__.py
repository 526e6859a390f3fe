"""What templates may say of the register."""
