"""What people keep of the reports, each his own, and what they show to others."""
