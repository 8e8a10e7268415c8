"""What admins set, a file a resource."""
