"""What is looked at again when its time has come."""
